package dev.slipway.audit.config;

import dev.slipway.audit.application.Checkpointer;
import dev.slipway.audit.application.Checkpointer.Standing;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The thread that signs what was appended to the log. */
final class LogKeeper implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LogKeeper.class);
    private static final Duration AFTER_FAULT = Duration.ofSeconds(1);

    private final Checkpointer checkpointer;
    private final Duration interval;
    private final InstantSource clock;
    private @Nullable Thread thread;
    private volatile boolean running;

    LogKeeper(Checkpointer checkpointer, Duration interval, InstantSource clock) {
        this.checkpointer = checkpointer;
        this.interval = interval;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofVirtual().name("audit-signer").start(this::signAgainAndAgain);
    }

    private void sign(Reminder reminder) throws InterruptedException {
        switch (checkpointer.sign()) {
            case Standing.Signing() -> {
                if (reminder.isOver()) {
                    log.atInfo().log("the log is signed again");
                }
            }
            case Standing.Refusing(String reason) -> {
                if (reminder.isDue("refused")) { // the reason has sizes, which change
                    log.atError().addKeyValue("reason", reason).log("the log is not signed");
                }
            }
        }
        Thread.sleep(interval);
    }

    /** Whatever the store or the broker answers: all that is done here may be done again. */
    private void signAgainAndAgain() {
        var reminder = new Reminder(clock);
        while (running) {
            try {
                sign(reminder);
            } catch (InterruptedException _) {
                return; // stopped
            } catch (RuntimeException e) {
                if (!running) {
                    return; // the stop has cut off a call
                }
                if (reminder.isDue("failed")) {
                    log.atWarn().setCause(e).log("signing failed, will be tried again");
                }
                try {
                    Thread.sleep(AFTER_FAULT);
                } catch (InterruptedException _) {
                    return;
                }
            }
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        Thread signer = thread;
        thread = null;
        if (signer != null) {
            signer.interrupt();
            try {
                signer.join(Duration.ofSeconds(5));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts before the listening, and stops after it. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }
}
