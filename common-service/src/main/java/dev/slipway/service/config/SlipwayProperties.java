package dev.slipway.service.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings that every service has.
 *
 * @param service the service's name, such as {@code gate-service}: source of its events, consumer group
 */
@ConfigurationProperties("slipway")
public record SlipwayProperties(
        String service,
        @DefaultValue Kafka kafka,
        Mongodb mongodb,
        @DefaultValue Security security) {

    /**
     * @param bootstrap the brokers, {@code host:port,…}
     * @param topicPrefix stands before every topic's name on a shared cluster
     * @param partitions of topics that do not exist yet; the same for all services
     * @param concurrency consumers in this process
     * @param instance a name for this instance that stays over restarts, unique among the service's instances: it then
     *     takes its partitions up again at once instead of after the session timeout; null for none
     */
    public record Kafka(
            @DefaultValue("localhost:9092") String bootstrap,
            @DefaultValue("") String topicPrefix,
            @DefaultValue("12") int partitions,
            @DefaultValue("1") int concurrency,
            @Nullable String instance) {
        public Kafka {
            if (partitions < 1 || concurrency < 1) {
                throw new IllegalArgumentException("slipway.kafka.partitions is " + partitions
                        + " and slipway.kafka.concurrency is " + concurrency + ": give at least 1");
            }
        }
    }

    /**
     * @param uri the server
     * @param database the service's own database on it
     * @param oneInstance whether no other instance of the service uses it, ever: a server whose conditional writes are not
     *     atomic is accepted only then, because writers inside one process keep each other out
     */
    public record Mongodb(
            @DefaultValue("mongodb://localhost:27017") String uri,
            String database,
            @DefaultValue("false") boolean oneInstance) {}

    /**
     * @param credentialsFile hashes of the tokens that open the doors; null for none
     * @param issuer the OIDC issuer whose tokens are accepted; null for none
     * @param audience whom its tokens have to be made for, as their claim {@code aud} says: an issuer makes tokens for
     *     other applications, too, and whoever gets to see one of these must not be let in with it
     * @param rolesClaim the claim of its tokens that lists roles or groups
     * @param nameClaim the claim that names the person; the subject where it is absent
     */
    public record Security(
            @Nullable Path credentialsFile,
            @Nullable String issuer,
            @Nullable String audience,
            @DefaultValue("groups") String rolesClaim,
            @DefaultValue("preferred_username") String nameClaim) {
        public Security {
            issuer = given(issuer);
            audience = given(audience);
            if (issuer != null && audience == null) {
                throw new IllegalArgumentException("slipway.security.issuer is " + issuer
                        + " and slipway.security.audience is missing: give what the tokens' claim aud says where they are"
                        + " meant for Slipway (SLIPWAY_OIDC_AUDIENCE)");
            }
        }

        /** An environment variable that is set to nothing is none. */
        private static @Nullable String given(@Nullable String text) {
            return text == null || text.isBlank() ? null : text;
        }
    }
}
