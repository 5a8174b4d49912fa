/** Who may come in: bearer tokens whose hashes are known, and OIDC tokens where an issuer is configured. */
@NullMarked
package dev.slipway.service.security;

import org.jspecify.annotations.NullMarked;
