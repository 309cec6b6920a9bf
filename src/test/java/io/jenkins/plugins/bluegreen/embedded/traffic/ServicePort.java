package io.jenkins.plugins.bluegreen.embedded.traffic;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * One port of a Service. A new connection goes to the next backend and stays there until either side closes it,
 * whatever happens to the Service. Without a backend the connection is reset. Source: "Virtual IPs and Service
 * Proxies".
 */
final class ServicePort {
    private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private final AtomicInteger next = new AtomicInteger();
    private final Supplier<List<Integer>> backends;
    private final IntConsumer asked;
    private final Channel listening;

    /**
     * @param backends loopback ports to choose from at each connection; -1 for one that does not listen
     * @param asked    called with the backend's port for each piece of data that a client sends
     */
    ServicePort(EventLoopGroup loops, Supplier<List<Integer>> backends, IntConsumer asked) {
        this.backends = backends;
        this.asked = asked;
        listening = new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024).childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<NioSocketChannel>() {
                    @Override
                    protected void initChannel(NioSocketChannel client) {
                        connections.add(client);
                        connect(client);
                    }
                }).bind("127.0.0.1", 0).syncUninterruptibly().channel();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    void close() {
        listening.close();
        connections.close();
    }

    private void connect(Channel client) {
        List<Integer> choice = backends.get();
        int backend = choice.isEmpty() ? -1 : choice.get(Math.floorMod(next.getAndIncrement(), choice.size()));
        if (backend < 0) {
            client.eventLoop().execute(() -> Connection.reset(client));
            return;
        }
        new Bootstrap().group(client.eventLoop()).channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false).option(ChannelOption.TCP_NODELAY, true)
                .handler(new Relay(client, () -> { })).connect("127.0.0.1", backend).addListener((ChannelFutureListener) connected -> {
                    if (!connected.isSuccess()) {
                        Connection.reset(client);
                        return;
                    }
                    connections.add(connected.channel());
                    client.pipeline().addLast(new Relay(connected.channel(), () -> asked.accept(backend)));
                    client.read();
                    connected.channel().read();
                });
    }

    /** Copies data from one side to the other. Reads on after each write. */
    private static final class Relay extends ChannelInboundHandlerAdapter {
        private final Channel other;
        private final Runnable counter;

        Relay(Channel other, Runnable counter) {
            this.other = other;
            this.counter = counter;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object data) {
            counter.run();
            other.writeAndFlush(data).addListener((ChannelFutureListener) written -> {
                if (written.isSuccess()) {
                    context.read();
                } else {
                    context.close();
                }
            });
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            other.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Connection.reset(other);
            context.close();
        }
    }
}
