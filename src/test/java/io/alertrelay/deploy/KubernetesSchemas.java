package io.alertrelay.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The schemas of Kubernetes' and the Prometheus operator's objects, as fabric8 publishes them; the build unpacks them.
 * They let pass what they do not name; here nothing passes that is not named.
 */
final class KubernetesSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("target", "kubernetes-schemas");
    /** What Kubernetes writes otherwise than its Go types are made: as a text or as a number. */
    private static final Map<String, String> WRITTEN_SHORT = Map.of(
            "k8s_io_apimachinery_pkg_api_resource_Quantity", "{\"type\": [\"string\", \"number\"]}",
            "kubernetes_apimachinery_pkg_util_intstr_IntOrString", "{\"type\": [\"string\", \"integer\"]}");

    private final List<JsonNode> files;

    private KubernetesSchemas(List<JsonNode> files) {
        this.files = files;
    }

    static KubernetesSchemas load() throws IOException {
        try (Stream<Path> found = Files.walk(FOLDER)) {
            List<JsonNode> files = new java.util.ArrayList<>();
            for (Path file : found.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                files.add(strict(file));
            }
            return new KubernetesSchemas(files);
        }
    }

    /** What is wrong with an object; a kind that no schema knows is wrong, too. */
    List<String> mistakes(JsonNode object) {
        for (JsonNode file : files) {
            for (Map.Entry<String, JsonNode> definition :
                    file.path("definitions").properties()) {
                JsonNode properties = definition.getValue().path("properties");
                if (isDefault(properties, "apiVersion", object) && isDefault(properties, "kind", object)) {
                    ObjectNode schema = JSON.createObjectNode().put("$ref", "#/definitions/" + definition.getKey());
                    schema.set("definitions", file.path("definitions"));
                    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                            .getSchema(schema.toString(), InputFormat.JSON)
                            .validate(object.toString(), InputFormat.JSON)
                            .stream()
                            .map(Object::toString)
                            .toList();
                }
            }
        }
        return List.of("no schema knows " + object.path("apiVersion") + " " + object.path("kind"));
    }

    private static boolean isDefault(JsonNode properties, String name, JsonNode object) {
        return properties
                        .path(name)
                        .path("default")
                        .asText()
                        .equals(object.path(name).asText())
                && object.has(name);
    }

    private static JsonNode strict(Path file) throws IOException {
        JsonNode schema = JSON.readTree(file.toFile());
        ObjectNode definitions = (ObjectNode) schema.path("definitions");
        for (Map.Entry<String, String> written : WRITTEN_SHORT.entrySet()) {
            if (definitions.has(written.getKey())) {
                definitions.set(written.getKey(), JSON.readTree(written.getValue()));
            }
        }
        forbidOthers(definitions);
        return schema;
    }

    private static void forbidOthers(JsonNode node) {
        if (node instanceof ObjectNode object) {
            // What is for fabric8's generator of Java.
            object.remove(List.of("existingJavaType", "javaOmitEmpty", "javaInterfaces", "javaType"));
            if (object.path("required").isBoolean()) {
                object.remove("required");
            }
            if (object.path("properties").isObject()
                    && !object.path("properties").isEmpty()) {
                object.put("additionalProperties", false);
            }
        }
        node.forEach(KubernetesSchemas::forbidOthers);
    }
}
