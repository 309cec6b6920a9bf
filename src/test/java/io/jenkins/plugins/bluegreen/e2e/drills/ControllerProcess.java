package io.jenkins.plugins.bluegreen.e2e.drills;

import io.jenkins.plugins.bluegreen.jenkins.service.Controller;
import io.jenkins.plugins.bluegreen.jenkins.service.FollowingStep;
import io.jenkins.plugins.bluegreen.jenkins.store.SavedState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The service of a controller in a process of its own, which can be killed. It goes on with what its home has. */
final class ControllerProcess {
    private static final String STATE = "to-be-started";

    private ControllerProcess() {}

    /** Leaves a release in a home for the next process to start. */
    static void leave(Path home, byte[] state) throws IOException {
        Files.write(home.resolve(STATE), state);
    }

    /** Starts a process on a home. */
    static Process start(Path home, String kubeconfig, List<String> channels) throws IOException {
        Path config = home.resolve("kubeconfig");
        Files.writeString(config, kubeconfig);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ControllerProcess.class.getName(),
                home.toString(),
                config.toString()));
        command.addAll(channels);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
                .start();
    }

    /** Arguments: home, kubeconfig, the two webhooks, and Discord's address. */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        TwoChannels channels = new TwoChannels(arguments[2], arguments[3], arguments[4]);
        Controller controller = new Controller(
                home,
                Files.readString(Path.of(arguments[1])),
                (facts, posted, trouble) -> channels.notification(posted, trouble));
        Path left = home.resolve(STATE);
        if (Files.exists(left)) {
            byte[] state = Files.readAllBytes(left);
            Files.delete(left);
            controller.releases.start(DrillSite.facts("release"), SavedState.state(state), new FollowingStep());
        } else {
            controller.releases.carryOn();
            controller.releases.running().forEach(
                    release -> controller.releases.listen(release.id(), System.out::println));
        }
        // until it is killed
        Thread.currentThread().join();
    }
}
