package dev.slipway.example;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** An OIDC issuer: discovery, a key set, and tokens of its key. */
final class Issuer implements AutoCloseable {
    static final String AUDIENCE = "slipway";

    private final HttpServer server;
    private final RSAKey key = newKey();

    Issuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/.well-known/openid-configuration", """
                {"issuer": "%s", "jwks_uri": "%s/keys", "subject_types_supported": ["public"]}""".formatted(uri(), uri()));
        serve("/keys", new JWKSet(key).toString());
        server.start();
    }

    private void serve(String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String token(String name, List<String> groups, Instant expires) throws JOSEException {
        return token(key, uri(), List.of("account", AUDIENCE), name, groups, expires);
    }

    /** Of the right name, and signed with a key that is not the issuer's. */
    String forged(String name, List<String> groups, Instant expires) throws JOSEException {
        return token(newKey(), uri(), List.of(AUDIENCE), name, groups, expires);
    }

    /** Signed with the right key, in the name of another issuer. */
    String ofAnother(String name, List<String> groups, Instant expires) throws JOSEException {
        return token(key, "https://another.example", List.of(AUDIENCE), name, groups, expires);
    }

    /** Right in all, and made for others; for nobody in particular where there are none. */
    String madeFor(List<String> audience, String name, List<String> groups, Instant expires) throws JOSEException {
        return token(key, uri(), audience, name, groups, expires);
    }

    private String token(
            RSAKey with, String issuer, List<String> audience, String name, List<String> groups, Instant expires)
            throws JOSEException {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .audience(audience)
                        .subject("id-of-" + name)
                        .claim("preferred_username", name)
                        .claim("groups", groups)
                        .expirationTime(Date.from(expires))
                        .build());
        jwt.sign(new RSASSASigner(with));
        return jwt.serialize();
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("the-key").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
