/** An append-only log that anybody can check: RFC 9162 Merkle tree, C2SP signed checkpoints, offline verification. */
@NullMarked
package dev.slipway.auditlog;

import org.jspecify.annotations.NullMarked;
