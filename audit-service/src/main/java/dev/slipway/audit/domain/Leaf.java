package dev.slipway.audit.domain;

import dev.slipway.auditlog.Hash;

/** Which event's record a leaf of the tree is. */
public record Leaf(String eventId, Hash hash) {}
