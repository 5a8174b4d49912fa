package dev.slipway.service.resilience;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One system outside, such as one metric source or one Slack: slow or broken, it delays nobody but those who call it. The
 * order from outside in: retry, circuit breaker, bulkhead, time limit; a retry asks the breaker again.
 */
public final class OutsideSystem implements AutoCloseable {
    private final String name;
    private final Duration timeLimit;
    private final Bulkhead bulkhead;
    private final CircuitBreaker breaker;
    private final Retry retry;
    private final ExecutorService calls;

    /** It did not answer as it should, tries included. */
    public static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable(String name, Throwable cause) {
            super(name + " did not do it: " + cause, cause);
        }
    }

    /**
     * @param timeLimit of one try
     * @param tries 1 for no retry
     * @param concurrency calls at once; more wait for at most the time limit
     */
    public OutsideSystem(String name, Duration timeLimit, int tries, int concurrency) {
        this.name = name;
        this.timeLimit = timeLimit;
        this.bulkhead = Bulkhead.of(
                name,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(concurrency)
                        .maxWaitDuration(timeLimit)
                        .build());
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(10)
                        .waitDurationInOpenState(Duration.ofSeconds(2))
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .ignoreExceptions(InterruptedException.class)
                        .build());
        this.retry = Retry.of(
                name,
                RetryConfig.custom()
                        .maxAttempts(tries)
                        .ignoreExceptions(InterruptedException.class)
                        .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2, 0.5))
                        .build());
        this.calls = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-call-", 0).factory());
    }

    /** Calls it; throws {@link Unavailable} where that failed for good. The call itself may run on when its time is over. */
    public <T> T call(Callable<T> call) {
        Callable<T> limited = Bulkhead.decorateCallable(bulkhead, () -> withinTimeLimit(call));
        try {
            return Retry.decorateCallable(retry, CircuitBreaker.decorateCallable(breaker, limited))
                    .call();
        } catch (Exception e) {
            throw new Unavailable(name, e);
        }
    }

    private <T> T withinTimeLimit(Callable<T> call) throws Exception {
        Future<T> future = calls.submit(call);
        try {
            return future.get(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new TimeoutException("no answer within " + timeLimit.toMillis() + " ms");
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt(); // whoever stops us sees that it did
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    public void close() {
        calls.shutdownNow();
    }
}
