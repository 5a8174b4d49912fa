package dev.slipway.audit.config;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the trail.
 *
 * @param logName the log's name for ever: origin of its checkpoints and name of its key; without spaces and plus signs
 * @param keyFile the signing key; made on the first start if there is none
 * @param checkpointFile the newest checkpoint; belongs on another disk than the database
 * @param evidenceFolder where each release gets a folder with its evidence
 * @param checkpointInterval how long a record waits for its signature at most, while all is well
 */
@ConfigurationProperties("slipway.audit")
public record AuditProperties(
        @DefaultValue("slipway/trail") String logName,
        @DefaultValue("audit/log.key") Path keyFile,
        @DefaultValue("audit/checkpoint") Path checkpointFile,
        @DefaultValue("audit/evidence") Path evidenceFolder,
        @DefaultValue("1s") Duration checkpointInterval) {

    public AuditProperties {
        if (checkpointInterval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "slipway.audit.checkpoint-interval is " + checkpointInterval + ": give at least 1ms");
        }
    }
}
