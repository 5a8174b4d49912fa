package dev.slipway.service.resilience;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The same thing for several at once, begun in their order, one virtual thread each. */
public final class Concurrently {
    private static final ScopedValue<Boolean> ONE_BY_ONE = ScopedValue.newInstance();

    private Concurrently() {}

    /** The answers in the order of the items; the first failure is thrown once all have ended. */
    public static <T, R> List<R> map(List<T> items, Function<T, R> call) {
        if (items.size() <= 1 || ONE_BY_ONE.isBound()) {
            return oneByOne(items, call);
        }
        List<Future<R>> futures;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            futures = items.stream()
                    .map(item -> threads.submit(() -> call.apply(item)))
                    .toList();
        }
        return futures.stream().map(Concurrently::result).toList();
    }

    /** In there nothing is done at once, all in the caller's thread: what is simulated can be repeated exactly. */
    public static void oneByOne(Runnable action) {
        ScopedValue.where(ONE_BY_ONE, true).run(action);
    }

    private static <T, R> List<R> oneByOne(List<T> items, Function<T, R> call) {
        List<R> results = new ArrayList<>();
        RuntimeException first = null;
        for (T item : items) {
            try {
                results.add(call.apply(item));
            } catch (RuntimeException e) {
                first = earlier(first, e);
            }
        }
        if (first != null) {
            throw first;
        }
        return results;
    }

    private static RuntimeException earlier(@Nullable RuntimeException first, RuntimeException next) {
        return first == null ? next : first;
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
