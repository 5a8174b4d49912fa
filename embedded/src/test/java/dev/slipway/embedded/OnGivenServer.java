package dev.slipway.embedded;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a client of MongoDB itself, where {@code SLIPWAY_MONGODB_URI} names one, and skips it elsewhere. The
 * server gets a database more, whose name says what it is for.
 */
public final class OnGivenServer implements ExecutionCondition, ParameterResolver {
    private static final String GIVEN = "SLIPWAY_MONGODB_URI";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String uri = System.getenv(GIVEN);
        return uri == null || uri.isEmpty()
                ? ConditionEvaluationResult.disabled(GIVEN + " names no server to test on")
                : ConditionEvaluationResult.enabled(GIVEN + " names one");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MongoClient.class;
    }

    @Override
    public MongoClient resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(OnGivenServer.class))
                .computeIfAbsent(MongoClient.class, _ -> MongoClients.create(System.getenv(GIVEN)), MongoClient.class);
    }
}
