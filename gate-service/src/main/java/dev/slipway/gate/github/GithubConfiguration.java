package dev.slipway.gate.github;

import dev.slipway.service.security.SelfAuthenticated;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** GitHub has no bearer token: its deliveries are signed. */
@Configuration(proxyBeanMethods = false)
class GithubConfiguration {
    @Bean
    SelfAuthenticated signedByGithub() {
        return new SelfAuthenticated(List.of(GithubController.PATH));
    }
}
