/** What is kept outside of the database: the signing key, the newest checkpoint, the evidence folders. */
@NullMarked
package dev.slipway.audit.files;

import org.jspecify.annotations.NullMarked;
