package dev.slipway.embedded;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test class a client of one second store, which all of them share; skips it like {@link NeedsSecondStore}. */
public final class OnSecondStore extends NeedsSecondStore implements ParameterResolver {
    private record Running(SecondStore server, MongoClient client) implements AutoCloseable {
        static Running start() {
            SecondStore server = SecondStore.start();
            return new Running(server, MongoClients.create(server.uri()));
        }

        @Override
        public void close() {
            client.close();
            server.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MongoClient.class;
    }

    @Override
    public MongoClient resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(OnSecondStore.class))
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class)
                .client();
    }
}
