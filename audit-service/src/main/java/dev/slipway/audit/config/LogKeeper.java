package dev.slipway.audit.config;

import dev.slipway.audit.application.Checkpointer;
import dev.slipway.audit.application.Checkpointer.Standing;
import dev.slipway.audit.application.Sequencer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The threads that keep the log going: one gives records their leaves as they come, one signs what was appended. */
final class LogKeeper implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LogKeeper.class);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final Duration AFTER_FAULT = Duration.ofSeconds(1);

    private final Sequencer sequencer;
    private final Checkpointer checkpointer;
    private final Duration interval;
    private final InstantSource clock;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    LogKeeper(Sequencer sequencer, Checkpointer checkpointer, Duration interval, InstantSource clock) {
        this.sequencer = sequencer;
        this.checkpointer = checkpointer;
        this.interval = interval;
        this.clock = clock;
    }

    @FunctionalInterface
    private interface Step {
        void run(Reminder reminder) throws InterruptedException;
    }

    @Override
    public synchronized void start() {
        running = true;
        threads.add(Thread.ofVirtual().name("audit-sequencer").start(() -> repeat("sequencing", this::sequence)));
        threads.add(Thread.ofVirtual().name("audit-signer").start(() -> repeat("signing", this::sign)));
    }

    /** What was left by a crash first, then what comes. */
    private void sequence(Reminder reminder) throws InterruptedException {
        sequencer.sweep();
        long next = System.nanoTime() + SWEEP.toNanos();
        while (running && System.nanoTime() - next < 0) {
            sequencer.await(AFTER_FAULT.toMillis());
            sequencer.drain();
            tellIfOver("sequencing", reminder);
        }
    }

    private void sign(Reminder reminder) throws InterruptedException {
        switch (checkpointer.sign()) {
            case Standing.Signing() -> tellIfOver("signing", reminder);
            case Standing.Refusing(String reason) -> {
                if (reminder.isDue("refused")) { // the reason has sizes, which change
                    log.atError().addKeyValue("reason", reason).log("the log is not signed");
                }
            }
        }
        Thread.sleep(interval);
    }

    private static void tellIfOver(String what, Reminder reminder) {
        if (reminder.isOver()) {
            log.atInfo().addKeyValue("what", what).log("goes on");
        }
    }

    /** Whatever the store or the broker answers: all that is done here may be done again. */
    private void repeat(String what, Step step) {
        var reminder = new Reminder(clock);
        while (running) {
            try {
                step.run(reminder);
            } catch (InterruptedException _) {
                return; // stopped
            } catch (RuntimeException e) {
                if (!running) {
                    return; // the stop has cut off a call
                }
                if (reminder.isDue("failed")) {
                    log.atWarn().addKeyValue("what", what).setCause(e).log("failed, will be tried again");
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
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
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
