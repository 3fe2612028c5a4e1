// Reads PDFs with Apache Tika; answers lines of JSON as peers.py does. Run from source, with Tika's
// jar on the class path: java -cp tika-app.jar TikaPeer.java

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.tika.Tika;

public final class TikaPeer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Tika TIKA = new Tika();
    private static final OperatingSystemMXBean PROCESS =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    public static void main(String[] arguments) throws Exception {
        // What it says of fonts is no answer.
        Configurator.setRootLevel(Level.OFF);
        TIKA.setMaxStringLength(-1);
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            // Letters outside ASCII are escaped: what the console makes of them is no matter.
            System.out.println(ascii(JSON.writeValueAsString(answer(JSON.readTree(line)))));
            System.out.flush();
        }
    }

    private static Map<String, Object> answer(JsonNode request) {
        try {
            switch (request.get("do").asText()) {
                case "version":
                    return Map.of("version", Tika.getString() + ", Java " + Runtime.version());
                case "read":
                    return Map.of("text", text(request.get("file").asText()));
                case "time":
                    return Map.of("seconds", seconds(request));
                default:
                    return Map.of("failed", "expected `version`, `read` or `time`, found " + request);
            }
        } catch (Exception error) {
            return Map.of("failed", String.valueOf(error.getMessage()));
        }
    }

    private static double seconds(JsonNode request) throws Exception {
        long start = PROCESS.getProcessCpuTime();
        for (int done = 0; done < request.get("times").asInt(); done++) {
            for (JsonNode file : request.get("files")) {
                text(file.asText());
            }
        }
        return (PROCESS.getProcessCpuTime() - start) / 1e9;
    }

    private static String text(String file) throws Exception {
        return TIKA.parseToString(Path.of(file));
    }

    private static String ascii(String text) {
        var escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (c < 128) {
                escaped.append((char) c);
            } else {
                escaped.append(String.format("\\u%04x", c));
            }
        });
        return escaped.toString();
    }
}
