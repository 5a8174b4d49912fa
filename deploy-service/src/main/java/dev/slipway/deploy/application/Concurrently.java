package dev.slipway.deploy.application;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** The same thing for several at once, begun in their order, one virtual thread each. */
public final class Concurrently {
    private Concurrently() {}

    /** The answers in the order of the items; the first failure is thrown once all have ended. */
    public static <T, R> List<R> map(List<T> items, Function<T, R> call) {
        if (items.size() == 1) {
            return List.of(call.apply(items.getFirst()));
        }
        List<Future<R>> futures;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            futures = items.stream()
                    .map(item -> threads.submit(() -> call.apply(item)))
                    .toList();
        }
        return futures.stream().map(Concurrently::result).toList();
    }

    private static <R> R result(Future<R> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: the service stops", e);
        }
    }
}
