package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;

/** The order in which a settlement is written. */
class SettlementRouteTest extends CamelTestSupport {
    private final List<String> written = Collections.synchronizedList(new ArrayList<>());
    private boolean deadLettersFail;

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withUseAdviceWith(true);
    }

    @Override
    protected Properties useOverridePropertiesWithPropertiesComponent() {
        Properties properties = new Properties();
        properties.put("topic.dead-letters", "dead-letters");
        properties.put("topic.receipts", "receipts");
        return properties;
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getResourceLoader(context)
                        .resolveResource("classpath:routes/settlement.camel.yaml"));
        return context;
    }

    @Test
    void aDeadLetterIsWrittenBeforeItsReceipt() throws Exception {
        start();

        settle("letter", "receipt");

        assertThat(written).containsExactly("dead-letters [letter]", "receipts [receipt]");
    }

    @Test
    void aDeliveryHasAReceiptAlone() throws Exception {
        start();

        settle(null, "receipt");

        assertThat(written).containsExactly("receipts [receipt]");
    }

    @Test
    void withoutItsDeadLetterThereIsNoReceiptAndTheOutboxIsTold() throws Exception {
        deadLettersFail = true;
        start();

        Exchange done = settle("letter", "receipt");

        assertThat(done.getException()).hasMessage("Kafka is away");
        assertThat(written).isEmpty();
    }

    private void start() throws Exception {
        AdviceWith.adviceWith(context, "settlement", advice -> {
            advice.weaveByToUri(".*dead-letters.*").replace().process(e -> write("dead-letters", e, deadLettersFail));
            advice.weaveByToUri(".*receipts.*").replace().process(e -> write("receipts", e, false));
        });
        context.start();
    }

    private void write(String topic, Exchange exchange, boolean fail) {
        if (fail) {
            throw new IllegalStateException("Kafka is away");
        }
        written.add(topic + " " + exchange.getMessage().getBody());
    }

    private Exchange settle(String deadLetter, String receipt) {
        return template.send("direct:settlement", exchange -> {
            exchange.setProperty("deadLetters", deadLetter == null ? List.of() : List.of(deadLetter));
            exchange.setProperty("receipts", List.of(receipt));
        });
    }
}
