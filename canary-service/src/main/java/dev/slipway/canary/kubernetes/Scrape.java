package dev.slipway.canary.kubernetes;

import dev.slipway.canary.application.Pods.Pod;

/** A way to a pod. */
@FunctionalInterface
public interface Scrape {
    /** What the pod answers; throws {@link PodFailure} where that is the pod's own fault, anything else where it is not. */
    String get(Pod pod, int port, String path) throws Exception;

    /** This pod did not answer as it should, which says nothing about the others. */
    final class PodFailure extends Exception {
        private static final long serialVersionUID = 1L;

        PodFailure(String message) {
            super(message, null, false, false);
        }
    }
}
