package io.jenkins.plugins.bluegreen.controller;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.bluegreen.discord.local.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
@DisplayName("C63 A build that tells Discord")
class DiscordSecretsTest {
    private final ChannelOfJenkins channel = new ChannelOfJenkins();

    @AfterEach
    void close() {
        channel.close();
    }

    @Test
    @DisplayName("leaves nothing of the webhook's address in its files, its log, its pages and the names of threads")
    void noToken(JenkinsRule jenkins) throws Exception {
        channel.configure();
        channel.discord.next(Answer.reset(), Answer.serverError(502));
        WorkflowRun run = channel.start(
                jenkins,
                """
                withDiscordNotify(webhook: 'team') {
                    discordNotify(webhook: 'team', title: 'one')
                    stage('Wait') { echo 'here'; sleep 2 }
                    stage('Fail') { discordNotify(webhook: 'team', edit: '1', failOnError: true) }
                }
                """);
        jenkins.waitForMessage("here", run);
        List<String> texts = new ArrayList<>(threads());
        texts.addAll(files(run.getRootDir().toPath()));
        channel.discord.always(Answer.unauthorized());
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
        texts.addAll(threads());
        texts.addAll(files(run.getRootDir().toPath()));
        JenkinsRule.WebClient client = jenkins.createWebClient();
        for (String page : List.of("", "console", "api/xml?depth=3", "flowGraphTable/")) {
            texts.add(client.goTo(run.getUrl() + page, null).getWebResponse().getContentAsString());
        }
        String token = channel.discord.secrets().get(0);
        assertTrue(texts.stream().anyMatch(text -> text.contains("shop")));
        for (String text : texts) {
            assertFalse(text.contains(token), text);
        }
    }

    @Test
    @DisplayName("C106 masks what withCredentials has bound in all its messages: a value, and what is in a file")
    void bound(JenkinsRule jenkins) throws Exception {
        channel.configure();
        List<Credentials> credentials = SystemCredentialsProvider.getInstance().getCredentials();
        credentials.add(new StringCredentialsImpl(
                CredentialsScope.GLOBAL, "db", "", Secret.fromString("correct_horse_battery")));
        credentials.add(new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                "env",
                "",
                "app.env",
                SecretBytes.fromBytes("API_TOKEN=staple-in-a-file\n".getBytes(StandardCharsets.UTF_8))));
        SystemCredentialsProvider.getInstance().save();
        WorkflowRun run = channel.start(
                jenkins,
                """
                node {
                    withCredentials([string(credentialsId: 'db', variable: 'DB'),
                            file(credentialsId: 'env', variable: 'ENV')]) {
                        withDiscordNotify(webhook: 'team', title: "with ${DB}", description: 'staple-in-a-file') {
                            stage("stage ${DB}") {
                                writeFile file: "${DB}.txt", text: 'x'
                                discordNotify webhook: 'team', title: "t ${DB}", description: readFile(ENV),
                                        content: "c ${DB}", fields: ["${DB}": 'staple-in-a-file'], footer: DB,
                                        files: '*.txt'
                            }
                            error "login ${DB} failed"
                        }
                    }
                }
                """);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
        assertTrue(channel.posted() >= 3);
        String posts = channel.discord.posts().stream()
                .map(post -> post.body().toString())
                .collect(Collectors.joining("\n"));
        assertTrue(posts.contains("****"), posts);
        for (String value : List.of("correct", "horse", "staple")) {
            assertFalse(posts.contains(value), posts);
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    /** Every file of the build: its record, its log, its flow graph and its program. */
    private static List<String> files(Path build) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(build)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return texts;
    }
}
