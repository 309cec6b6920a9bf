package io.jenkins.plugins.bluegreen.embedded.pods;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An HTTP/1.1 server on its own loopback port. It ends at once like a killed process, or gracefully like Go's {@code
 * Server.Shutdown} and Spring Boot, which answer open requests.
 */
public final class HttpListener {
    private static final int NEW_SECONDS = 5;
    /** Unset before the first request. */
    private static final AttributeKey<Boolean> BUSY = AttributeKey.valueOf("embedded-busy");
    /** Set on a connection that does not speak TLS where it should. */
    private static final AttributeKey<Boolean> PLAIN = AttributeKey.valueOf("embedded-plain");
    private static final String NEEDS_TLS = "Bad Request\r\nThis combination of host and port requires TLS.\r\n";

    private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private final Channel listening;
    private volatile boolean closing;
    private volatile boolean asksToClose;

    public HttpListener(EventLoopGroup loops, Consumer<Exchange> handler) {
        this(loops, handler, false);
    }

    /** @param tls whether it speaks TLS, with a certificate that nobody knows */
    HttpListener(EventLoopGroup loops, Consumer<Exchange> handler, boolean tls) {
        SslContext certificate = tls ? Tls.server() : null;
        listening = new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024).childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<NioSocketChannel>() {
                    @Override
                    protected void initChannel(NioSocketChannel channel) {
                        connections.add(channel);
                        if (certificate != null) {
                            channel.pipeline().addLast(tlsOrPlain(certificate));
                        }
                        channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 20), new Requests(handler));
                    }
                }).bind("127.0.0.1", 0).syncUninterruptibly().channel();
    }

    /** As Tomcat, which answers a plain request too. */
    private static ChannelHandler tlsOrPlain(SslContext certificate) {
        return new OptionalSslHandler(certificate) {
            @Override
            protected ChannelHandler newNonSslHandler(ChannelHandlerContext context) {
                context.channel().attr(PLAIN).set(true);
                return null;
            }
        };
    }

    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Sends {@code Connection: close} with every answer from now on. */
    void askToClose() {
        asksToClose = true;
    }

    /**
     * Stops listening. Closes idle connections at once and busy ones after their answer. A connection without any
     * request yet may still send one for some seconds, as with Go. {@code done} runs on any thread.
     */
    void shutdown(Runnable done) {
        closing = true;
        listening.close().addListener(closed -> {
            for (Channel channel : connections) {
                channel.eventLoop().execute(() -> {
                    if (channel.attr(BUSY).get() == null) {
                        channel.eventLoop().schedule(() -> closeIfIdle(channel), NEW_SECONDS, TimeUnit.SECONDS);
                    } else {
                        closeIfIdle(channel);
                    }
                });
            }
            connections.newCloseFuture().addListener(all -> done.run());
        });
    }

    private static void closeIfIdle(Channel channel) {
        if (!Boolean.TRUE.equals(channel.attr(BUSY).get())) {
            channel.close();
        }
    }

    /** Closes every connection at once, like the death of a process. */
    public void kill() {
        closing = true;
        listening.close();
        connections.close();
    }

    private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final Consumer<Exchange> handler;

        Requests(Consumer<Exchange> handler) {
            this.handler = handler;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            context.channel().attr(BUSY).set(true);
            boolean plain = context.channel().hasAttr(PLAIN);
            Exchange exchange = new Exchange(context, request, () -> closing || asksToClose || plain,
                    () -> context.channel().attr(BUSY).set(false));
            if (plain) {
                exchange.respond(400, "text/plain;charset=UTF-8", NEEDS_TLS);
            } else {
                handler.accept(exchange);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
