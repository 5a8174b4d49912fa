package dev.slipway.sandbox.controllers;

import static dev.slipway.sandbox.controllers.Cluster.JOBS;
import static dev.slipway.sandbox.controllers.Cluster.PODS;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/** Runs a job's pods until enough of them have succeeded or too many have failed. */
final class JobController {
    private final Cluster cluster;

    JobController(Cluster cluster) {
        this.cluster = cluster;
    }

    void reconcile(Job job, Instant now) {
        JobStatus before = Objects.requireNonNullElseGet(job.getStatus(), JobStatus::new);
        if (job.getMetadata().getDeletionTimestamp() != null
                || !before.getConditions().isEmpty()) {
            return;
        }
        List<Pod> pods = cluster.controlledBy(job, PODS);
        int succeeded =
                (int) pods.stream().filter(p -> Pods.hasPhase(p, "Succeeded")).count();
        int failed = (int) pods.stream().filter(p -> Pods.hasPhase(p, "Failed")).count();
        int active = (int) pods.stream().filter(Pods::isActive).count();
        boolean complete = succeeded >= job.getSpec().getCompletions();
        boolean hopeless = failed > job.getSpec().getBackoffLimit();
        if (!complete && !hopeless) {
            int wanted = Math.min(job.getSpec().getParallelism(), job.getSpec().getCompletions() - succeeded);
            for (; active < wanted; active++) {
                cluster.create(PODS, pod(job));
            }
        }
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        JobStatusBuilder status = new JobStatusBuilder()
                .withActive(active)
                .withReady(before.getReady())
                .withSucceeded(succeeded)
                .withFailed(failed)
                .withStartTime(Objects.requireNonNullElse(before.getStartTime(), time));
        if (complete) {
            status.withCompletionTime(time)
                    .addNewCondition()
                    .withType("Complete")
                    .withStatus("True")
                    .withLastTransitionTime(time)
                    .endCondition();
        } else if (hopeless) {
            status.addNewCondition()
                    .withType("Failed")
                    .withStatus("True")
                    .withReason("BackoffLimitExceeded")
                    .withMessage("Job has reached the specified backoff limit")
                    .withLastTransitionTime(time)
                    .endCondition();
        }
        JobStatus after = status.build();
        if (!after.equals(before)) {
            cluster.modifyStatus(
                    JOBS, job, live -> new JobBuilder(live).withStatus(after).build());
        }
    }

    private static Pod pod(Job job) {
        var template = job.getSpec().getTemplate();
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName(job.getMetadata().getName() + "-")
                .withNamespace(job.getMetadata().getNamespace())
                .withLabels(template.getMetadata().getLabels())
                .withOwnerReferences(Cluster.controlledBy(job))
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }
}
