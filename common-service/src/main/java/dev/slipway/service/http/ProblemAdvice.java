package dev.slipway.service.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Turns what goes wrong into problem+json. */
@RestControllerAdvice
class ProblemAdvice {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> onProblem(Problem problem) {
        return answer(problem);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> onUnreadable(HttpMessageNotReadableException unreadable) {
        Throwable cause = unreadable.getMostSpecificCause();
        return answer(Problem.invalid(
                "body",
                null,
                "the body cannot be read: " + cause.getMessage(),
                "send the JSON that the API describes"));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> onWrongType(MethodArgumentTypeMismatchException mismatch) {
        return answer(Problem.invalid(
                mismatch.getName(),
                mismatch.getValue(),
                mismatch.getName() + " '" + mismatch.getValue() + "' is not readable: "
                        + mismatch.getMostSpecificCause().getMessage(),
                "give it in the form that the API describes"));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> onAnything(Exception exception) {
        if (exception instanceof ErrorResponse known) { // Spring's own: no such path, wrong method, wrong media type
            return answer(known.getStatusCode(), String.valueOf(known.getBody().getDetail()));
        }
        log.atError().setCause(exception).log("a request failed");
        return answer(HttpStatus.SERVICE_UNAVAILABLE, "the request could not be finished; its outcome is unknown");
    }

    private static ResponseEntity<Map<String, Object>> answer(Problem problem) {
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem.members());
    }

    private static ResponseEntity<Map<String, Object>> answer(HttpStatusCode status, String detail) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", status instanceof HttpStatus known ? known.getReasonPhrase() : status.toString());
        members.put("status", status.value());
        members.put("detail", detail);
        members.put(
                "remedy", status.is5xxServerError() ? "look at the state and repeat it" : "see the API's description");
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(members);
    }
}
