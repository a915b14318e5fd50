package org.archivevault.simulator.truth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the ground truth to a file, one JSON object per line, on a thread of its own. Each batch is flushed, so that the
 * file is whole up to the moment at which a process is killed.
 */
public final class TruthLog implements TruthSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TruthLog.class);
    private static final String END = "";

    private final ObjectMapper json = JsonMapper.builder().build();
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final BufferedWriter writer;
    private final Path file;
    private final Thread thread;

    /**
     * Opens the file, anew.
     *
     * @param file where to; its folder exists
     * @throws IOException when it cannot be opened
     */
    public TruthLog(Path file) throws IOException {
        this.file = file;
        this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        this.thread = new Thread(this::drain, "truth-log");
        thread.setDaemon(true);
    }

    /**
     * Starts writing.
     *
     * @return itself
     */
    public TruthLog started() {
        thread.start();
        return this;
    }

    @Override
    public void record(TruthEvent event) {
        try {
            lines.add(json.writeValueAsString(event));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Cannot be written as JSON: " + event, e);
        }
    }

    private void drain() {
        try (writer) {
            String line = lines.take();
            while (!line.equals(END)) {
                writer.write(line);
                writer.newLine();
                if (lines.isEmpty()) {
                    writer.flush();
                }
                line = lines.take();
            }
        } catch (IOException e) {
            LOG.error("模拟器真值记录无法写入 / The ground truth cannot be written: {}", file, e);
        } catch (InterruptedException e) {
            LOG.error("模拟器真值记录被中断 / The ground truth was cut short: {}", file, e);
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what is left and closes the file; waits until that is done, so not for an event loop. */
    @Override
    public void close() {
        lines.add(END);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
