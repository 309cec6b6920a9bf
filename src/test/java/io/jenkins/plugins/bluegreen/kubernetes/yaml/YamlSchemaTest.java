package io.jenkins.plugins.bluegreen.kubernetes.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlSchemaTest {
    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("text without quotes means what it means to kubectl")
    @CsvSource({
        "0644,420", "0o644,420", "0x1A4,420", "0b101,5", "-010,-8", "08,8", "1_000,1000", "3,3", "+3,3",
        "18446744073709551615,18446744073709551615", "0.5,0.5", ".5,0.5", "1.0,1", "1e3,1000",
        "yes,true", "on,true", "y,true", "True,true", "no,false", "OFF,false", "~,null", "Null,null",
        "12:30,\"12:30\"", "2024-01-01,\"2024-01-01\"", "1.2.3,\"1.2.3\"", "512Mi,\"512Mi\"", "yEs,\"yEs\"",
        ".inf,\".inf\"", "-,\"-\"", "0x,\"0x\"", "99999999999999999999,1.0E20"
    })
    void resolves(String text, String json) {
        assertEquals(json, YamlSchema.resolve(text).toString());
    }

    @Test
    @DisplayName("an explicit tag decides, if the text fits it")
    void tags() {
        assertEquals(
                Optional.of("\"12\""),
                YamlSchema.resolve("12", "tag:yaml.org,2002:str").map(Object::toString));
        assertEquals(Optional.empty(), YamlSchema.resolve("twelve", "tag:yaml.org,2002:int"));
        assertEquals(Optional.empty(), YamlSchema.resolve("x", "!vault"));
    }

    @Test
    @DisplayName("a key is text, whatever it looks like")
    void keys() {
        assertEquals(Optional.of("true"), YamlSchema.key("on"));
        assertEquals(Optional.of("8080"), YamlSchema.key("8080"));
        assertEquals(Optional.of("1.5"), YamlSchema.key("1.50"));
        assertTrue(YamlSchema.key("~").isEmpty());
    }
}
