package org.archivevault.server.alarm.notice;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.archivevault.server.alarm.notice.NoticeSettings.Security;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** SubEtha SMTP as somebody's mail server: with a certificate made for the test, and an account. */
final class MailServer implements AutoCloseable {
    static final String USER = "vault";
    static final String PASSWORD = "mail-Secret-2026";

    /** What came, and whether the password was tried; in the order of their coming. */
    final List<String> mails = new CopyOnWriteArrayList<>();

    final List<String> logins = new CopyOnWriteArrayList<>();
    private final SMTPServer server;

    private MailServer(int port, Security security, SSLContext tls) {
        SMTPServer.Builder builder = new SMTPServer.Builder()
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("mail.test")
                .port(port)
                .showAuthCapabilitiesBeforeSTARTTLS(security != Security.STARTTLS)
                .requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    logins.add(user + "/" + password);
                    if (!user.equals(USER) || !password.equals(PASSWORD)) {
                        throw new LoginFailedException();
                    }
                }))
                .messageHandler((context, from, to, data) -> mails.add(new String(data, StandardCharsets.UTF_8)));
        if (security == Security.STARTTLS) {
            builder.enableTLS().requireTLS().startTlsSocketFactory(tls);
        } else if (security == Security.TLS) {
            builder.serverSocketFactory(tls);
        }
        this.server = builder.build();
        server.start();
    }

    /**
     * Starts one on the loopback interface.
     *
     * @param port 0 for any
     */
    static MailServer start(int port, Security security, Identity identity) {
        return new MailServer(port, security, identity.context());
    }

    int port() {
        return server.getPortAllocated();
    }

    @Override
    public void close() {
        server.stop();
    }

    /** A key with a certificate that it signed itself, so that the certificate is its own authority. */
    record Identity(Path keyStore, Path certificate) {
        private static final String SECRET = "changeit";

        /** Made by the JDK's keytool for a host. */
        static Identity of(Path folder, String name, String host) throws IOException, InterruptedException {
            Path store = folder.resolve(name + ".p12");
            Path certificate = folder.resolve(name + ".pem");
            String altName = (Character.isDigit(host.charAt(0)) ? "san=ip:" : "san=dns:") + host;
            keytool(
                    "-genkeypair",
                    "-alias",
                    "mail",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=" + host,
                    "-ext",
                    altName,
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    SECRET);
            keytool(
                    "-exportcert",
                    "-rfc",
                    "-alias",
                    "mail",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    SECRET,
                    "-file",
                    certificate.toString());
            return new Identity(store, certificate);
        }

        private static void keytool(String... arguments) throws IOException, InterruptedException {
            List<String> command = new java.util.ArrayList<>();
            command.add(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
            command.addAll(List.of(arguments));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(output);
            }
        }

        SSLContext context() {
            try (InputStream in = Files.newInputStream(keyStore)) {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(in, SECRET.toCharArray());
                KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(store, SECRET.toCharArray());
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(keys.getKeyManagers(), null, null);
                return context;
            } catch (IOException | GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }
}
