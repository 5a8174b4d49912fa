package dev.slipway.service.config;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import dev.slipway.events.codec.EventCodec;
import dev.slipway.events.codec.Json;
import dev.slipway.service.messaging.DeadLetterReader;
import dev.slipway.service.messaging.DeadLetters;
import dev.slipway.service.messaging.KafkaPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Everything that a service is, save its domain and its adapters: a service imports this. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SlipwayProperties.class)
@ComponentScan("dev.slipway.service")
public class SlipwayServiceConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** HTTP's JSON is the events' JSON: no nulls, times and durations in ISO 8601. */
    @Bean
    JsonMapper jsonMapper() {
        return Json.MAPPER;
    }

    @Bean
    EventCodec eventCodec(SlipwayProperties properties) {
        return new EventCodec(properties.kafka().topicPrefix());
    }

    /** @param listeners hear every command, for whoever measures or traces */
    @Bean
    MongoClient mongoClient(SlipwayProperties properties, ObjectProvider<CommandListener> listeners) {
        return MongoClients.create(MongoClientSettings.builder()
                .commandListenerList(listeners.orderedStream().toList())
                .applyConnectionString(new ConnectionString(properties.mongodb().uri()))
                .applicationName(properties.service())
                .writeConcern(WriteConcern.MAJORITY) // an acknowledged write survives the loss of a primary
                .applyToSocketSettings(
                        socket -> socket.connectTimeout(5, TimeUnit.SECONDS).readTimeout(10, TimeUnit.SECONDS))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(5, TimeUnit.SECONDS))
                .build());
    }

    @Bean
    MongoDatabase mongoDatabase(MongoClient client, SlipwayProperties properties) {
        return client.getDatabase(properties.mongodb().database());
    }

    @Bean(destroyMethod = "close")
    KafkaPublisher publisher(SlipwayProperties properties, EventCodec codec) {
        return new KafkaPublisher(() -> producer(properties), codec);
    }

    private static KafkaProducer<String, byte[]> producer(SlipwayProperties properties) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        properties.kafka().bootstrap(),
                        ProducerConfig.CLIENT_ID_CONFIG,
                        properties.service(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        8L << 20,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        10_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        15_000),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @Bean
    DeadLetters deadLetters(KafkaPublisher publisher, SlipwayProperties properties, MeterRegistry meters) {
        return new DeadLetters(publisher, properties.service(), meters);
    }

    @Bean
    DeadLetterReader deadLetterReader(ConsumerFactory<String, byte[]> consumers) {
        return new DeadLetterReader(consumers);
    }

    /** Range assignment gives one consumer the same partition of all topics, and with it all events of a release. */
    @Bean
    ConsumerFactory<String, byte[]> consumers(SlipwayProperties properties) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                properties.kafka().bootstrap(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                RangeAssignor.class.getName(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                6_000,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                1_500,
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                30_000));
        String instance = properties.kafka().instance();
        if (instance != null) {
            settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, properties.service() + "-" + instance);
        }
        return new DefaultKafkaConsumerFactory<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Bean(destroyMethod = "close")
    Admin admin(SlipwayProperties properties) {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, properties.kafka().bootstrap(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000));
    }

    @Bean
    KafkaShell shell(
            SlipwayProperties properties,
            MongoDatabase database,
            Admin admin,
            EventCodec codec,
            KafkaPublisher publisher,
            ConsumerFactory<String, byte[]> consumers,
            DeadLetters deadLetters,
            MeterRegistry meters,
            Clock clock) {
        return new KafkaShell(properties, database, admin, codec, publisher, consumers, deadLetters, meters, clock);
    }
}
