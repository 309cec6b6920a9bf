package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A list of hosts on the global page")
class HostListTest {
    @Test
    @DisplayName("has a host in each line, also where its whole address was pasted")
    void hosts() {
        assertEquals(
                List.of("discord.internal", "proxy:8443", "127.0.0.1:9000"),
                HostList.of("discord.internal\n https://proxy:8443/api/ \r\nHTTP://127.0.0.1:9000"));
        assertEquals(List.of(), HostList.of(null));
        assertEquals(List.of(), HostList.of(" "));
    }
}
