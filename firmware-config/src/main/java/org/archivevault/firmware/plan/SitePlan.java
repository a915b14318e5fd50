package org.archivevault.firmware.plan;

import java.util.List;
import java.util.Optional;
import org.archivevault.firmware.reader.ReaderPlan;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.Face;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.protocol.link.EdgeId;

/**
 * One site, checked: an instance without mistakes is the only kind that exists (see {@code SitePlanLoader}).
 *
 * @param site site code, as in every position code
 * @param name what people call it
 * @param vaults its archive rooms
 * @param controllers the shelving controllers, each named once
 * @param digest SHA-256 of the file's bytes, lower-case hex
 */
public record SitePlan(
        String site, Bilingual name, List<Vault> vaults, List<ControllerPlan> controllers, String digest) {
    public SitePlan {
        vaults = List.copyOf(vaults);
        controllers = List.copyOf(controllers);
    }

    /**
     * One archive room.
     *
     * @param id site and vault code
     * @param name what people call it
     * @param edge the edge agent that stands beside it
     * @param blocks its blocks
     * @param readers its RFID readers; none where packs are known by bar code only
     * @param watch its zones, sensors and cameras
     * @param lights the controllers of its pick lights; none where people find the position by its code
     */
    public record Vault(
            VaultId id,
            Bilingual name,
            EdgeId edge,
            List<Block> blocks,
            List<ReaderPlan> readers,
            WatchPlan watch,
            List<LightPlan> lights) {
        public Vault {
            blocks = List.copyOf(blocks);
            readers = List.copyOf(readers);
            lights = List.copyOf(lights);
        }

        /**
         * A vault without pick lights.
         *
         * @param id site and vault code
         * @param name what people call it
         * @param edge the edge agent that stands beside it
         * @param blocks its blocks
         * @param readers its RFID readers
         * @param watch its zones, sensors and cameras
         */
        public Vault(
                VaultId id,
                Bilingual name,
                EdgeId edge,
                List<Block> blocks,
                List<ReaderPlan> readers,
                WatchPlan watch) {
            this(id, name, edge, blocks, readers, watch, List.of());
        }

        /**
         * Whether a lamp stands at a position.
         *
         * @param address any slot
         * @return true when one of its light controllers has a lamp for it
         */
        public boolean hasLamp(ShelfAddress address) {
            return lights.stream().anyMatch(light -> light.lampOf(address).isPresent());
        }
    }

    /**
     * Carriages on the same rails. The rails are as long as all carriages together plus one aisle, so that exactly one
     * aisle can be open.
     *
     * @param id the block
     * @param name what people call it
     * @param controller name of the controller that drives it
     * @param aisleWidthMm width of the one open aisle, 600–2,000 mm
     * @param carriages in order of number, 1 upwards without gaps, 2–64; fixed ones only at the two ends
     */
    public record Block(BlockId id, Bilingual name, String controller, int aisleWidthMm, List<Carriage> carriages) {
        public Block {
            carriages = List.copyOf(carriages);
        }

        /**
         * How many aisles there are: one less than carriages.
         *
         * @return 1–63
         */
        public int aisleCount() {
            return carriages.size() - 1;
        }

        /**
         * The length of the rails.
         *
         * @return millimetres
         */
        public int railLengthMm() {
            return carriages.stream().mapToInt(Carriage::widthMm).sum() + aisleWidthMm;
        }

        /**
         * Whether the block has this aisle.
         *
         * @param number aisle number
         * @return true when 1 ≤ number ≤ {@link #aisleCount()}
         */
        public boolean hasAisle(int number) {
            return number >= 1 && number <= aisleCount();
        }

        /**
         * The aisle that must be open to reach a slot; empty for a face that looks outwards.
         *
         * @param address a slot of this block
         * @return the aisle
         */
        public Optional<AisleId> aisleFor(ShelfAddress address) {
            int number = address.aisleNumber();
            return hasAisle(number) ? Optional.of(new AisleId(id, number)) : Optional.empty();
        }

        /**
         * Whether the plan has this slot.
         *
         * @param address any address of this block
         * @return true when carriage, face, bay, level and slot all exist
         */
        public boolean hasSlot(ShelfAddress address) {
            if (address.carriage() > carriages.size()) {
                return false;
            }
            Carriage carriage = carriages.get(address.carriage() - 1);
            return carriage.faces().contains(address.face())
                    && address.bay() <= carriage.bays()
                    && address.level() <= carriage.levels()
                    && address.slot() <= carriage.slots();
        }
    }

    /**
     * One rack on the rails.
     *
     * @param number 1 upwards along the rails
     * @param mobile false when it is bolted down
     * @param widthMm along the rails, 200–2,000 mm
     * @param faces the faces that carry shelves
     * @param bays per face, 1–99
     * @param levels per bay, 1–9
     * @param slots per level, 1–99
     * @param unitId Modbus unit id of its own controller, 1–247; 0 when the block has one controller for all
     */
    public record Carriage(
            int number, boolean mobile, int widthMm, List<Face> faces, int bays, int levels, int slots, int unitId) {
        public Carriage {
            faces = List.copyOf(faces);
        }

        /**
         * How many slots it has on all its faces.
         *
         * @return the count
         */
        public int slotCount() {
            return faces.size() * bays * levels * slots;
        }
    }

    /**
     * All blocks of all vaults.
     *
     * @return in the order of the file
     */
    public List<Block> blocks() {
        return vaults.stream().flatMap(v -> v.blocks().stream()).toList();
    }

    /**
     * Looks a block up.
     *
     * @param id any block id
     * @return the block, or empty when the plan has none of that id
     */
    public Optional<Block> block(BlockId id) {
        // Asked for every look-up of the server: no list is built.
        for (Vault vault : vaults) {
            for (Block block : vault.blocks()) {
                if (block.id().equals(id)) {
                    return Optional.of(block);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The vault that an edge agent serves.
     *
     * @param edge any edge id
     * @return its vault, or empty when the plan names no such edge
     */
    public Optional<Vault> vaultOf(EdgeId edge) {
        return vaults.stream().filter(v -> v.edge().equals(edge)).findFirst();
    }

    /**
     * The edge agent that drives a block.
     *
     * @param block any block id
     * @return its edge, or empty when the plan has no such block
     */
    public Optional<EdgeId> edgeOf(BlockId block) {
        for (Vault vault : vaults) {
            for (Block some : vault.blocks()) {
                if (some.id().equals(block)) {
                    return Optional.of(vault.edge());
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Looks a controller up by name.
     *
     * @param name any name
     * @return the controller, or empty when the plan names none such
     */
    public Optional<ControllerPlan> controller(String name) {
        return controllers.stream().filter(c -> c.name().equals(name)).findFirst();
    }
}
