package dev.slipway.service.http;

import dev.slipway.decision.Refusal;
import dev.slipway.events.codec.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * A refusal as {@code application/problem+json}, with the members {@code code}, {@code field}, {@code value} and
 * {@code remedy} beside the standard ones.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, Problem Details for HTTP APIs</a>
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String code;
    private final @Nullable String field;
    private final @Nullable String value;
    private final String remedy;

    private Problem(
            HttpStatus status,
            String code,
            String detail,
            @Nullable String field,
            @Nullable String value,
            String remedy) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.field = field;
        this.value = value;
        this.remedy = remedy;
    }

    public static Problem unauthorized() {
        return new Problem(
                HttpStatus.UNAUTHORIZED,
                "no-credential",
                "the request carries no valid credential",
                null,
                null,
                "send the header 'Authorization: Bearer <token>' with a token that this service knows");
    }

    public static Problem forbidden(String detail, String remedy) {
        return new Problem(HttpStatus.FORBIDDEN, "missing-role", detail, null, null, remedy);
    }

    /** The same, with the roles that the caller has. */
    public static Problem forbidden(Collection<String> roles, String detail, String remedy) {
        return new Problem(HttpStatus.FORBIDDEN, "missing-role", detail, "roles", String.join(", ", roles), remedy);
    }

    /** The field of the request that is wrong, the value that it had and what to give instead. */
    public static Problem invalid(String field, @Nullable Object value, String detail, String remedy) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "invalid-" + field,
                detail,
                field,
                value == null ? null : value.toString(),
                remedy);
    }

    public static Problem notFound(String code, String detail, String remedy) {
        return new Problem(HttpStatus.NOT_FOUND, code, detail, null, null, remedy);
    }

    public static Problem tooLarge(String detail, String remedy) {
        return new Problem(HttpStatus.CONTENT_TOO_LARGE, "too-large", detail, null, null, remedy);
    }

    public static Problem of(Refusal refusal) {
        HttpStatus status =
                switch (refusal.kind()) {
                    case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
                    case FORBIDDEN -> HttpStatus.FORBIDDEN;
                    case NOT_FOUND -> HttpStatus.NOT_FOUND;
                    case CONFLICT -> HttpStatus.CONFLICT;
                };
        return new Problem(
                status, refusal.code(), refusal.detail(), refusal.field(), refusal.value(), refusal.remedy());
    }

    public HttpStatus status() {
        return status;
    }

    /** The members, in the order in which they are shown. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", status.getReasonPhrase());
        members.put("status", status.value());
        members.put("code", code);
        members.put("detail", String.valueOf(getMessage()));
        if (field != null) {
            members.put("field", field);
        }
        if (value != null) {
            members.put("value", value);
        }
        members.put("remedy", remedy);
        return members;
    }

    public void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(Json.write(members()).getBytes(StandardCharsets.UTF_8));
    }
}
