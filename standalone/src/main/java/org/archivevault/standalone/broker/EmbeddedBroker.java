package org.archivevault.standalone.broker;

import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * HiveMQ Community Edition inside this process, on 127.0.0.1 only. For the one-machine start; a site that outgrows it
 * names its own broker with {@code mqtt.url}.
 */
public final class EmbeddedBroker {
    private final EmbeddedHiveMQ broker;
    private final int port;

    private EmbeddedBroker(EmbeddedHiveMQ broker, int port) {
        this.broker = broker;
        this.port = port;
    }

    /**
     * Starts the broker.
     *
     * @param home its folder, made if need be; sessions and queued messages are kept in it
     * @param port TCP port, 1–65535
     * @param accounts who may connect
     * @return completes when it accepts connections; fails when the port is taken or the folder cannot be written
     * @throws IOException when the folder cannot be prepared
     */
    public static CompletableFuture<EmbeddedBroker> start(Path home, int port, List<BrokerAccount> accounts)
            throws IOException {
        Path conf = Files.createDirectories(home.resolve("conf"));
        Files.writeString(conf.resolve("config.xml"), configuration(port));
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(conf)
                .withDataFolder(Files.createDirectories(home.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(home.resolve("extensions")))
                .withEmbeddedExtension(guard(accounts))
                .withoutLoggingBootstrap()
                .build();
        return broker.start().thenApply(started -> new EmbeddedBroker(broker, port));
    }

    /**
     * Where clients connect.
     *
     * @return for example {@code tcp://127.0.0.1:18830}
     */
    public String url() {
        return url(port);
    }

    /**
     * Where clients of a broker on a port will connect, also before it is there.
     *
     * @param port TCP port, 1–65535
     * @return the url
     */
    public static String url(int port) {
        return "tcp://127.0.0.1:" + port;
    }

    /**
     * Stops the broker and keeps its data.
     *
     * @return completes when it has stopped
     */
    public CompletableFuture<Void> stop() {
        return broker.stop();
    }

    private static EmbeddedExtension guard(List<BrokerAccount> accounts) {
        Map<String, BrokerAccount> byName =
                accounts.stream().collect(Collectors.toUnmodifiableMap(BrokerAccount::userName, Function.identity()));
        return EmbeddedExtension.builder()
                .withId("branch-guard")
                .withName("branch guard")
                .withVersion("1")
                .withExtensionMain(new ExtensionMain() {
                    @Override
                    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
                        Services.securityRegistry().setAuthenticatorProvider(ignored -> new BranchGuard(byName));
                    }

                    @Override
                    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
                        // Nothing is held.
                    }
                })
                .build();
    }

    private static String configuration(int port) {
        return String.format(Locale.ROOT, """
                <?xml version="1.0"?>
                <hivemq>
                    <listeners>
                        <tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                    </listeners>
                    <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """, port);
    }
}
