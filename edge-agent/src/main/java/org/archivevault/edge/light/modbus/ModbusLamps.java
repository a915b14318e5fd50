package org.archivevault.edge.light.modbus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.archivevault.edge.light.drive.Lamps;
import org.archivevault.edge.modbus.ModbusClient;
import org.archivevault.edge.modbus.ModbusClients;
import org.archivevault.edge.modbus.ModbusTiming;
import org.archivevault.firmware.light.LightProfile;
import org.archivevault.firmware.plan.LightPlan;
import org.archivevault.firmware.profile.ShelvingProfile.Table;

/** The lamps of a light controller as its profile describes it. It writes nothing but the lamps of the plan. */
public final class ModbusLamps implements Lamps {
    private final ModbusClient client;
    private final LightPlan plan;
    private final LightProfile profile;

    ModbusLamps(ModbusClient client, LightPlan plan) {
        this.client = client;
        this.plan = plan;
        this.profile = plan.profile();
    }

    /**
     * Opens a line; see {@link Lamps.Opener#open}.
     *
     * @param vertx runs it, on the current context
     * @param plans the controllers on it, all with the same connection
     * @return the line
     */
    public static Line open(Vertx vertx, List<LightPlan> plans) {
        ModbusClient client = ModbusClients.open(vertx, plans.get(0).connection(), timing(plans));
        return new Line() {
            @Override
            public Lamps of(LightPlan plan) {
                return new ModbusLamps(client, plan);
            }

            @Override
            public Future<Void> close() {
                return client.close();
            }
        };
    }

    /** On a line of several makes the slowest sets the pace. */
    private static ModbusTiming timing(List<LightPlan> plans) {
        Comparator<Duration> order = Comparator.naturalOrder();
        Duration deadline = plans.stream()
                .map(plan -> plan.profile().limits().requestDeadline())
                .max(order)
                .orElseThrow();
        Duration silence = plans.stream()
                .map(plan -> plan.profile().limits().silenceBetweenFrames())
                .max(order)
                .orElseThrow();
        return ModbusTiming.of(deadline, silence);
    }

    @Override
    public Future<String> identityMistake() {
        LightProfile.Identity identity = profile.identity();
        int[] expected = identity.values().stream().mapToInt(Integer::intValue).toArray();
        return client.readRegisters(plan.unitId(), identity.table(), identity.pduAddress(), expected.length)
                .map(values -> Arrays.equals(values, expected)
                        ? ""
                        : "不是指示灯控制器 " + profile.name() + "，不写入 / not a light controller " + profile.name()
                                + ", nothing is written to it: identity " + Arrays.toString(values) + " instead of "
                                + Arrays.toString(expected));
    }

    @Override
    public Future<boolean[]> read(int first, int count) {
        LightProfile.Lamps lamps = profile.lamps();
        int address = lamps.pduAddressOf(first);
        if (lamps.table() == Table.COIL) {
            return client.readBits(plan.unitId(), Table.COIL, address, count);
        }
        return client.readRegisters(plan.unitId(), Table.HOLDING_REGISTER, address, count)
                .map(values -> {
                    // Whatever is not dark burns: a colour that a person set at the controller too.
                    boolean[] burning = new boolean[values.length];
                    for (int i = 0; i < values.length; i++) {
                        burning[i] = values[i] != lamps.off();
                    }
                    return burning;
                });
    }

    @Override
    public Future<Void> write(int lamp, boolean burn) {
        requirePlanned(lamp);
        LightProfile.Lamps lamps = profile.lamps();
        int address = lamps.pduAddressOf(lamp);
        if (lamps.table() == Table.COIL) {
            return client.writeCoil(plan.unitId(), address, burn);
        }
        return client.writeRegisters(plan.unitId(), address, new int[] {burn ? lamps.on() : lamps.off()});
    }

    /** No other write leaves, whatever a mistake elsewhere asks for. */
    private void requirePlanned(int lamp) {
        boolean planned = plan.faces().stream()
                .anyMatch(face -> lamp >= face.firstLamp() && lamp < face.firstLamp() + face.lamps());
        if (!planned) {
            throw new IllegalStateException("the plan gives " + plan.name() + " no lamp " + lamp);
        }
    }

    @Override
    public int mostReadAtOnce() {
        return profile.limits().largestRead();
    }
}
