/** What the log's stores have to do, on real servers over the wire. */
@NullMarked
package dev.slipway.audit.mongo;

import org.jspecify.annotations.NullMarked;
