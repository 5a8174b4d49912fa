package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.view.Terminal;
import dev.slipway.standalone.Demo;
import dev.slipway.standalone.DemoCluster;
import dev.slipway.standalone.DemoCommand;
import dev.slipway.standalone.DemoSlack;
import dev.slipway.standalone.Options;
import dev.slipway.standalone.Outside;
import dev.slipway.standalone.Platform;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's two releases on the sandbox cluster. */
class TwoReleasesTest {
    @Test
    void aGoodOneGoesThroughAndABadOneComesBack(@TempDir Path folder) throws Exception {
        try (DemoSlack slack = DemoSlack.start();
                Platform platform = Platform.start(options(folder, slack), Outside.NOTHING)) {
            DemoCluster cluster = DemoCluster.in(platform.sandbox().orElseThrow());

            boolean asItShouldBe = new Demo(platform, cluster, slack, System.out, Terminal.plain()).play();

            assertThat(asItShouldBe)
                    .as("what the demo printed says what is not")
                    .isTrue();
        }
    }

    static Options options(Path folder, DemoSlack slack) {
        Options options = new Options();
        options.data = folder.resolve("data");
        options.port = 0;
        options.variables = new LinkedHashMap<>(DemoCommand.SHORT);
        options.settings.put("slipway.notify.slack.base-url", slack.url());
        options.settings.put("slipway.notify.slack.token", DemoSlack.TOKEN);
        return options;
    }
}
