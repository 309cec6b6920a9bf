package io.jenkins.plugins.bluegreen.embedded.traffic;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/** Resets a TCP connection. */
final class Connection {
    private Connection() {}

    /** Sends RST instead of FIN, as a refusing or killed peer does. */
    static void reset(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close();
    }
}
