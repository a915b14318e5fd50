package org.archivevault.standalone.broker;

import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.auth.ModifiableDefaultPermissions;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets in only the accounts it knows, each into its own branch of topics. */
final class BranchGuard implements SimpleAuthenticator {
    private final Map<String, BrokerAccount> accounts;

    BranchGuard(Map<String, BrokerAccount> accounts) {
        this.accounts = accounts;
    }

    @Override
    public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
        BrokerAccount account =
                accounts.get(input.getConnectPacket().getUserName().orElse(""));
        byte[] password = bytes(input.getConnectPacket().getPassword().orElse(null));
        if (account == null || !MessageDigest.isEqual(account.password().getBytes(StandardCharsets.UTF_8), password)) {
            output.failAuthentication(ConnackReasonCode.NOT_AUTHORIZED, "unknown account or wrong password");
            return;
        }
        ModifiableDefaultPermissions permissions = output.getDefaultPermissions();
        permissions.setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
        for (String filter : account.topicFilters()) {
            permissions.add(Builders.topicPermission()
                    .topicFilter(filter)
                    .type(TopicPermission.PermissionType.ALLOW)
                    .build());
        }
        output.authenticateSuccessfully();
    }

    private static byte[] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return new byte[0];
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
