package understudy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An emulator on a port of its own, whose clock stands still. */
public final class World implements AutoCloseable {
    private static final String WORLDS = System.getenv("UNDERSTUDY_ENDPOINT") + "/_understudy/worlds";
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String name = "java-" + UUID.randomUUID();

    public final URI endpoint;

    public World() {
        var made = ask("POST", WORLDS, "{\"name\":\"" + name + "\",\"clock\":\"manual\",\"port\":0}");
        endpoint = URI.create("http://127.0.0.1:" + number(made, "port"));
    }

    public void advance(String by) {
        control("POST", "clock/advance", "{\"by\":\"" + by + "\"}");
    }

    public void fault(String rule) {
        control("POST", "faults", rule);
    }

    /** How many calls the only fault struck. */
    public int strikes() {
        return number(control("GET", "faults", ""), "strikes");
    }

    public void makeTopics(int count) {
        var topics = IntStream.range(0, count)
                .mapToObj(n -> "\"T%d\":{\"Type\":\"AWS::SNS::Topic\",\"Properties\":{\"TopicName\":\"topic-%d\"}}".formatted(n, n))
                .collect(Collectors.joining(","));
        control("PUT", "bootstrap", "{\"Resources\":{" + topics + "}}");
    }

    /** Returns when a long poll waits. */
    public void untilPolled() {
        while (!ask("GET", endpoint + "/metrics", "").contains("\nunderstudy_sqs_parked_polls 1\n")) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        ask("DELETE", WORLDS + "/" + name, "");
    }

    private String control(String method, String path, String body) {
        return ask(method, endpoint + "/_understudy/" + path, body);
    }

    private String ask(String method, String url, String body) {
        try {
            var request = HttpRequest.newBuilder(URI.create(url))
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                    .header("Content-Type", "application/json")
                    .build();
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + url + ": " + answer.body());
            }
            return answer.body();
        } catch (java.io.IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static int number(String json, String member) {
        var found = Pattern.compile("\"" + member + "\":(\\d+)").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException(json);
        }
        return Integer.parseInt(found.group(1));
    }
}
