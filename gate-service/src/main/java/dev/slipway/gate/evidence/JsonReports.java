package dev.slipway.gate.evidence;

import dev.slipway.gate.evidence.EvidenceResult.Read;
import dev.slipway.gate.evidence.EvidenceResult.Reason;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Tells SARIF from plain JSON by its {@code runs}, in one pass. */
record JsonReports(EvidenceLimits limits) {
    Read read(@Nullable EvidenceFormat asked, @Nullable String kind, InputStream in) throws IOException {
        JsonFactory json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxDepth())
                        .maxNameLength(limits.maxText())
                        .maxNumberLength(100)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), in)) {
            return read(asked, kind, parser);
        } catch (StreamConstraintsException e) {
            String limit = Shortened.of(e.getOriginalMessage()).replaceAll(", from `[^`]*`", "");
            throw new Unreadable(limit.contains("depth") ? Reason.TOO_DEEP : Reason.TOO_LARGE, place(e) + limit);
        } catch (JacksonIOException e) {
            throw new IOException(e); // the connection broke, not the report
        } catch (JacksonException e) {
            throw new Unreadable(
                    Reason.NOT_WELL_FORMED, place(e) + "not well-formed JSON: " + Shortened.of(e.getOriginalMessage()));
        }
    }

    private Read read(@Nullable EvidenceFormat asked, @Nullable String kind, JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new Unreadable(
                    Reason.NOT_EXPECTED,
                    at(json) + "the report is a " + word(json.currentToken()) + ": expected an object or SARIF");
        }
        if (asked != null && asked != EvidenceFormat.SARIF && asked != EvidenceFormat.JSON) {
            throw new Unreadable(
                    Reason.NOT_EXPECTED, at(json) + "this is JSON, but " + asked.title() + " was announced");
        }
        PlainJson plain = new PlainJson(json, kind, limits);
        SarifLog sarif = new SarifLog(json);
        boolean hasRuns = false;
        String version = null;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("runs") && value == JsonToken.START_ARRAY && asked != EvidenceFormat.JSON) {
                hasRuns = true;
                sarif.runs();
            } else if (name.equals("version") && value == JsonToken.VALUE_STRING) {
                version = json.getString();
                plain.scalar(name);
            } else if (asked == EvidenceFormat.SARIF || hasRuns) {
                json.skipChildren();
            } else {
                plain.value(name);
            }
        }
        if (json.nextToken() != null) {
            throw new Unreadable(Reason.NOT_WELL_FORMED, at(json) + "something follows the object: expected the end");
        }
        if (!hasRuns && asked != EvidenceFormat.SARIF) {
            return new Read(EvidenceFormat.JSON, plain.facts());
        }
        if (!hasRuns || version == null || !version.startsWith("2.1.")) {
            throw new Unreadable(
                    Reason.NOT_EXPECTED,
                    "expected SARIF 2.1.0 with \"version\" and \"runs\"; "
                            + (hasRuns ? "the version is " + version : "there is no \"runs\" array"));
        }
        return new Read(EvidenceFormat.SARIF, sarif.facts(Namespace.SCAN.of(kind)));
    }

    /** Reads each object of the array that the parser stands on the start of; what is no object is passed over. */
    static void eachObject(JsonParser json, Runnable read) {
        JsonToken element = json.nextToken();
        while (element != null && element != JsonToken.END_ARRAY) {
            if (element == JsonToken.START_OBJECT) {
                read.run();
            } else {
                json.skipChildren();
            }
            element = json.nextToken();
        }
    }

    static String at(JsonParser json) {
        return place(json.currentTokenLocation());
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null ? "" : place(e.getLocation());
    }

    private static String place(TokenStreamLocation location) {
        return "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    static String word(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "nothing";
            case START_OBJECT -> "object";
            case START_ARRAY -> "list";
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
            case VALUE_TRUE, VALUE_FALSE -> "boolean";
            case VALUE_NULL -> "null";
            default -> token.name();
        };
    }
}
