package dev.slipway.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds where a service is and what to show it: a flag before the environment before the client file. */
final class Servers {
    private static final String START =
            "start one with 'slipway up', or point to one with --url, SLIPWAY_URL or --config";

    private final Shell shell;
    private final ConnectionOptions options;
    private final @Nullable URI single;
    private Optional<ClientFile> found = Optional.empty();
    private boolean searched;

    Servers(Shell shell, ConnectionOptions options) {
        this.shell = shell;
        this.options = options;
        String variable = shell.variable("SLIPWAY_URL");
        if (options.url != null) {
            this.single = url("--url", options.url);
        } else {
            this.single = variable.isEmpty() ? null : url("SLIPWAY_URL", variable);
        }
    }

    /** Without a slash at its end. */
    URI url(Service service) {
        if (single != null) {
            return single;
        }
        ClientFile client = file().orElseThrow(() -> Failure.unreachable("no Slipway is known here", START));
        URI url = client.urls().get(service);
        if (url == null) {
            throw Failure.usage(
                    "client file " + client.path() + " has no URL '" + service.label() + "'",
                    "add it, or give --url or SLIPWAY_URL");
        }
        return url;
    }

    /**
     * A token of the client file is for the servers of the client file: it goes to a URL from elsewhere only when the
     * user asks for it with {@code --as}.
     */
    String token(Role usual) {
        if (options.token != null) {
            return options.token;
        }
        if (options.as != null) {
            Role role = Role.parse(options.as);
            return file().orElseThrow(() -> Failure.usage(
                            "--as " + role.label() + ": there is no client file to take the token from",
                            "give --config, or the token itself with --token or SLIPWAY_TOKEN"))
                    .token(role);
        }
        String variable = shell.variable("SLIPWAY_TOKEN");
        if (!variable.isEmpty()) {
            return variable;
        }
        if (single != null) {
            throw Failure.usage(
                    "there is no token for " + single,
                    "give --token or SLIPWAY_TOKEN, or --as ROLE to send it a token of the client file");
        }
        return file().orElseThrow(() -> Failure.unreachable("no Slipway is known here", START))
                .token(usual);
    }

    /** As whom a request was made, for a refusal. */
    String asked(Role usual) {
        if (options.token != null) {
            return "asked with the token of --token";
        }
        if (options.as == null && !shell.variable("SLIPWAY_TOKEN").isEmpty()) {
            return "asked with the token of SLIPWAY_TOKEN";
        }
        return "asked as " + (options.as == null ? usual.label() : options.as);
    }

    private Optional<ClientFile> file() {
        if (!searched) {
            searched = true;
            found = ClientFile.find(shell, options.config);
        }
        return found;
    }

    static URI url(String field, String text) {
        try {
            URI url = new URI(text.replaceAll("/+$", ""));
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getQuery() == null
                    && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException _) {
            // told below, in the same words
        }
        throw Failure.usage(
                field + ": '" + text + "' is not the URL of a server", "give one such as http://127.0.0.1:8081");
    }
}
