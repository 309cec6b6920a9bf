package io.jenkins.plugins.bluegreen.embedded.traffic;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/** Ends a TCP connection the hard way. */
final class Connection {
    private Connection() {}

    /** RST instead of FIN: what a client sees of a refused or killed peer. */
    static void reset(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close();
    }
}
