package dev.slipway.service.security;

import java.util.Locale;

/** The roles that Slipway itself asks for; pipelines name roles of their own for approvals. */
public final class Roles {
    /** Reports build events and evidence, and requests releases. */
    public static final String CI = "CI";
    /** Requests releases, aborts, pauses, resumes and rolls back. */
    public static final String ENGINEER = "ENGINEER";
    /** Approves releases, where the pipeline asks for this role. */
    public static final String RELEASE_APPROVER = "RELEASE_APPROVER";
    /** Applies pipelines, resends dead letters. */
    public static final String OPERATOR = "OPERATOR";
    /** Reads only. */
    public static final String AUDITOR = "AUDITOR";

    private Roles() {}

    /** One spelling for {@code release-approver} and {@code RELEASE_APPROVER}. */
    public static String normalized(String role) {
        return role.trim().toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }
}
