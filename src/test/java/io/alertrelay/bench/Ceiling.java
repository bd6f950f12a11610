package io.alertrelay.bench;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.embedded.EmbeddedBroker;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.main.Main;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a relay's parts can do together and alone: HTTP, one topic on a broker that flushes what it acknowledges, HTTP.
 * Nothing is read, decided or recorded. Arguments: the folder of its data, or the brokers of a cluster that keeps three
 * replicas; its port, the port of the sink; and {@code camel}, if a plain Camel route is to lead from Kafka to the
 * sink.
 */
public final class Ceiling {
    private static final String TOPIC = "ceiling";
    private static final int OK = 200;
    private static final int FAILED = 503;
    private static final int IN_FLIGHT = 64;

    private final Vertx vertx = Vertx.vertx();
    private final KafkaClients clients;

    private Ceiling(KafkaClients clients) {
        this.clients = clients;
    }

    /** Runs until it is killed. */
    @SuppressWarnings("unchecked")
    public static void main(String[] arguments) throws Exception {
        boolean clustered = arguments[0].contains(":");
        Ceiling ceiling = new Ceiling(
                clustered
                        ? new KafkaClients(arguments[0], Map.of())
                        : EmbeddedBroker.start(Path.of(arguments[0]), 0, Ceiling::failed)
                                .clients());
        try (Admin admin = ceiling.clients.admin()) {
            NewTopic topic = new NewTopic(TOPIC, 1, (short) (clustered ? LoopbackCluster.BROKERS : 1));
            admin.createTopics(List.of(topic)).all().get();
        }
        Properties writing = new Properties();
        writing.put("acks", "all");
        writing.put("key.serializer", ByteArraySerializer.class.getName());
        writing.put("value.serializer", ByteArraySerializer.class.getName());
        Producer<byte[], byte[]> producer = (Producer<byte[], byte[]>) ceiling.clients.getProducer(writing);
        ceiling.take(producer, Integer.parseInt(arguments[1]));
        if (arguments.length > 3) {
            ceiling.route(arguments[2]);
        } else {
            ceiling.pass(Integer.parseInt(arguments[2]));
        }
    }

    private static void failed(int status, String reason) {
        System.err.println("the broker failed: " + reason);
    }

    private void route(String sink) throws Exception {
        KafkaComponent kafka = new KafkaComponent();
        kafka.setKafkaClientFactory(clients);
        Main main = new Main();
        main.bind("kafka", kafka);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("kafka:" + TOPIC + "?brokers=" + clients.bootstrapServers()
                                + "&groupId=plain&autoOffsetReset=earliest&valueDeserializer="
                                + ByteArrayDeserializer.class.getName())
                        .removeHeaders("*")
                        .to("http://127.0.0.1:" + sink + "/?httpMethod=POST&connectionsPerRoute=" + IN_FLIGHT);
            }
        });
        main.run();
    }

    private void take(Producer<byte[], byte[]> producer, int port) throws Exception {
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                .requestHandler(request -> request.body()
                        .onSuccess(body -> producer.send(
                                new ProducerRecord<>(TOPIC, body.getBytes()),
                                (stored, failure) -> request.response()
                                        .setStatusCode(failure == null ? OK : FAILED)
                                        .end())))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @SuppressWarnings("unchecked")
    private void pass(int sink) throws InterruptedException {
        Properties reading = new Properties();
        reading.put("group.id", TOPIC);
        reading.put("enable.auto.commit", "true");
        reading.put("auto.offset.reset", "earliest");
        reading.put("key.deserializer", ByteArrayDeserializer.class.getName());
        reading.put("value.deserializer", ByteArrayDeserializer.class.getName());
        var http = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(IN_FLIGHT));
        RequestOptions to = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(sink)
                .setURI("/");
        Semaphore room = new Semaphore(IN_FLIGHT);
        try (Consumer<byte[], byte[]> consumer = (Consumer<byte[], byte[]>) clients.getConsumer(reading)) {
            consumer.subscribe(List.of(TOPIC));
            while (true) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    room.acquire();
                    http.request(to)
                            .compose(request -> request.send(Buffer.buffer(record.value())))
                            .onComplete(answer -> room.release());
                }
            }
        }
    }
}
