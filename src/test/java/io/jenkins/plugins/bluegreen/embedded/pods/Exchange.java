package io.jenkins.plugins.bluegreen.embedded.pods;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A request to a {@link HttpListener} and its response, on the event loop. */
public final class Exchange {
    private final ChannelHandlerContext context;
    private final QueryStringDecoder uri;
    private final String method;
    private final HttpHeaders headers;
    private final String body;
    private final boolean keepAlive;
    private final BooleanSupplier closing;
    private final Runnable done;

    Exchange(ChannelHandlerContext context, FullHttpRequest request, BooleanSupplier closing, Runnable done) {
        this.context = context;
        this.uri = new QueryStringDecoder(request.uri());
        this.method = request.method().name();
        this.headers = request.headers().copy();
        this.body = request.content().toString(StandardCharsets.UTF_8);
        this.keepAlive = HttpUtil.isKeepAlive(request);
        this.closing = closing;
        this.done = done;
    }

    public String method() {
        return method;
    }

    /** A header; empty without it. */
    public String header(String name) {
        return headers.get(name, "");
    }

    public String body() {
        return body;
    }

    public String path() {
        return uri.path();
    }

    /** A parameter of the query, or of a form in the body. */
    public String parameter(String name) {
        List<String> values = uri.parameters().get(name);
        if (values == null && !body.isEmpty()) {
            values = new QueryStringDecoder(body, false).parameters().get(name);
        }
        return values == null ? "" : values.get(0);
    }

    void after(Duration delay, Runnable work) {
        if (delay.isZero()) {
            work.run();
        } else {
            context.executor().schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    public void respond(int status, String type, String text) {
        respond(status, Map.of("content-type", type), text.getBytes(StandardCharsets.UTF_8));
    }

    public void respond(int status, Map<String, String> headers, byte[] content) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status),
                Unpooled.wrappedBuffer(content));
        headers.forEach(response.headers()::set);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.length);
        boolean last = !keepAlive || closing.getAsBoolean();
        if (last) {
            response.headers().set(HttpHeaderNames.CONNECTION, "close");
        }
        done.run();
        var written = context.writeAndFlush(response);
        if (last) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
