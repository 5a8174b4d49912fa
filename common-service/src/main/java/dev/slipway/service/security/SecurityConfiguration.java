package dev.slipway.service.security;

import dev.slipway.service.config.SlipwayProperties;
import dev.slipway.service.http.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoders;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;

/** Every path asks for a credential, and without configuration there is none that fits. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    private static final Logger log = LoggerFactory.getLogger(SecurityConfiguration.class);

    @Bean
    SecurityFilterChain everyPathAsksForACredential(
            HttpSecurity http,
            SlipwayProperties properties,
            MeterRegistry meters,
            ObjectProvider<SelfAuthenticated> self) {
        AuthenticationManager tokens =
                byToken(new Credentials(properties.security().credentialsFile()));
        AuthenticationManager oidc = byIssuer(properties.security());
        Counter failures = meters.counter("slipway.auth.failures"); // from zero: alerts stand on it
        String[] selfAuthenticated =
                self.stream().flatMap(paths -> paths.paths().stream()).toArray(String[]::new);
        return http.csrf(AbstractHttpConfigurer::disable) // no cookie ever authenticates here
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> {
                    if (selfAuthenticated.length > 0) {
                        requests.requestMatchers(selfAuthenticated).permitAll();
                    }
                    requests.anyRequest().authenticated();
                })
                .oauth2ResourceServer(server -> server.authenticationManagerResolver(
                                request -> authentication -> oidc != null && isJwt(authentication)
                                        ? oidc.authenticate(authentication)
                                        : tokens.authenticate(authentication))
                        .authenticationEntryPoint((request, response, failure) -> {
                            failures.increment();
                            warn(request, failure.getMessage());
                            response.setHeader("WWW-Authenticate", "Bearer");
                            Problem.unauthorized().writeTo(response);
                        })
                        .accessDeniedHandler((request, response, denied) -> Problem.forbidden(
                                        "access denied", "use a token with the role that this path asks for")
                                .writeTo(response)))
                .build();
    }

    private static void warn(HttpServletRequest request, @Nullable String reason) {
        log.atWarn()
                .addKeyValue("path", request.getRequestURI())
                .addKeyValue("from", request.getRemoteAddr())
                .addKeyValue("reason", reason)
                .log("refused a request without a valid credential");
    }

    private static boolean isJwt(Authentication authentication) {
        return authentication instanceof BearerTokenAuthenticationToken bearer
                && bearer.getToken().chars().filter(c -> c == '.').count() == 2;
    }

    private static AuthenticationManager byToken(Credentials credentials) {
        return authentication -> {
            String token = ((BearerTokenAuthenticationToken) authentication).getToken();
            Credentials.Credential credential =
                    find(credentials, token).orElseThrow(() -> new BadCredentialsException("the token is not known"));
            return UsernamePasswordAuthenticationToken.authenticated(
                    credential.name(), "", authorities(credential.roles()));
        };
    }

    /** A file that cannot be read lets nobody in, and says so in the log. */
    private static Optional<Credentials.Credential> find(Credentials credentials, String token) {
        try {
            return credentials.find(token);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("the credentials cannot be read, so nobody is let in by a token");
            throw new BadCredentialsException("the credentials cannot be read", e);
        }
    }

    private static @Nullable AuthenticationManager byIssuer(SlipwayProperties.Security security) {
        String issuer = security.issuer();
        String audience = security.audience();
        if (issuer == null || audience == null) {
            return null;
        }
        JwtAuthenticationProvider provider =
                new JwtAuthenticationProvider(new SupplierJwtDecoder(() -> decoder(issuer, audience)));
        provider.setJwtAuthenticationConverter(jwt -> authenticated(jwt, security));
        return new ProviderManager(provider);
    }

    private static JwtDecoder decoder(String issuer, String audience) {
        NimbusJwtDecoder decoder = JwtDecoders.fromIssuerLocation(issuer);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefaultWithIssuer(issuer),
                new JwtClaimValidator<List<String>>(
                        JwtClaimNames.AUD, made -> made != null && made.contains(audience))));
        return decoder;
    }

    private static AbstractAuthenticationToken authenticated(Jwt jwt, SlipwayProperties.Security security) {
        List<String> roles =
                Objects.requireNonNullElse(jwt.getClaimAsStringList(security.rolesClaim()), List.<String>of());
        String named = jwt.getClaimAsString(security.nameClaim());
        String name = named == null ? jwt.getSubject() : named;
        if (name == null) {
            throw new BadCredentialsException("the token names nobody: neither " + security.nameClaim() + " nor sub");
        }
        return new JwtAuthenticationToken(jwt, authorities(roles), name);
    }

    private static Collection<GrantedAuthority> authorities(List<String> roles) {
        return roles.stream().<GrantedAuthority>map(SimpleGrantedAuthority::new).toList();
    }
}
