package dev.slipway.sandbox.api;

import java.net.InetSocketAddress;
import java.util.Optional;

/** Where a pod really listens. */
@FunctionalInterface
public interface PodAddresses {

    /** The address behind a pod's virtual one, or empty if nobody listens there. */
    Optional<InetSocketAddress> resolve(String ip, int port);
}
