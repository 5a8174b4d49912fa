package dev.slipway.gate.condition;

import java.util.List;

/** What a condition may ask of the release and of the stage it is at. All are texts. */
public final class Attributes {
    public static final String APPLICATION = "release.application";
    public static final String VERSION = "release.version";
    /** patch, minor, major, pre-release or hotfix. */
    public static final String TYPE = "release.type";

    public static final String COMMIT = "release.commit";
    public static final String STAGE = "stage.name";
    /** Empty for a stage that only checks. */
    public static final String ENVIRONMENT = "stage.environment";

    static final List<String> NAMES = List.of(APPLICATION, VERSION, TYPE, COMMIT, STAGE, ENVIRONMENT);

    private Attributes() {}

    static boolean isRoot(String name) {
        return name.equals("release") || name.equals("stage");
    }
}
