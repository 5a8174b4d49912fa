package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {

    @TempDir
    Path folder;

    private MVStore store;
    private MVMap<String, String> map;
    private GroupCommit commits;

    @BeforeEach
    void open() {
        store = new MVStore.Builder()
                .fileName(folder.resolve("state.db").toString())
                .autoCommitDisabled()
                .open();
        map = store.openMap("documents");
        store.commit();
        commits = new GroupCommit(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aFinishedCommandWaitsForTheOthersSoThatNoneIsCommittedHalf() throws Exception {
        long before = store.getCurrentVersion();
        var half = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var slow = Thread.ofPlatform()
                .start(() -> commits.write(() -> {
                    map.put("index", "r1");
                    half.countDown();
                    awaitUninterrupted(goOn);
                    return map.put("document", "r1");
                }));
        half.await();
        var quick = Thread.ofPlatform().start(() -> commits.write(() -> map.put("other", "r2")));

        await().until(() -> quick.getState() == Thread.State.WAITING && map.containsKey("other"));
        assertThat(store.getCurrentVersion()).isEqualTo(before);

        goOn.countDown();
        slow.join();
        quick.join();
        assertThat(store.getCurrentVersion()).as("one commit for both").isEqualTo(before + 1);
        assertThat(store.hasUnsavedChanges()).isFalse();
    }

    @Test
    void commitsWhatACommandWroteBeforeItFailed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> commits.write(() -> {
                    map.put("index", "r1");
                    throw new IllegalStateException("second of two writes refused");
                }));

        assertThat(store.hasUnsavedChanges()).isFalse();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the test was interrupted", e);
        }
    }
}
