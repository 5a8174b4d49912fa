package dev.slipway.simulation;

import dev.slipway.audit.application.BatchStore;
import dev.slipway.audit.application.CheckpointStore;
import dev.slipway.audit.application.Checkpointer;
import dev.slipway.audit.application.OutsideCopy;
import dev.slipway.audit.application.RecordStore;
import dev.slipway.audit.application.SignedNote;
import dev.slipway.auditlog.Checkpoint;
import dev.slipway.auditlog.NoteSigner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was signed of the trail, and told. A signature costs as much as all else in a run, so only some runs have them. */
final class Checkpoints {
    private static final NoteSigner SIGNER = NoteSigner.generate("simulation");
    private static final int WITH = 4;
    private static final int MOST = 6;
    private static final int WITHIN_SECONDS = 4_000;

    private final World world;
    private final Chance chance;
    private final Map<Instance, Checkpointer> signers = new LinkedHashMap<>();
    private final TreeMap<Long, SignedNote> stored = new TreeMap<>();
    private final List<Checkpoint> told = new ArrayList<>();
    private @Nullable String outside;

    Checkpoints(World world, long seed) {
        this.world = world;
        this.chance = new Chance(seed, "checkpoints");
    }

    void plan() {
        if (chance.oneIn(WITH)) {
            int times = 2 + chance.below(MOST);
            for (int i = 0; i < times; i++) {
                world.at(world.now().plusSeconds(chance.below(WITHIN_SECONDS)), this::sign);
            }
        }
    }

    private void sign() {
        List<Map.Entry<Instance, Checkpointer>> able = signers.entrySet().stream()
                .filter(each -> each.getKey().canRun())
                .toList();
        if (able.isEmpty()) {
            return;
        }
        Map.Entry<Instance, Checkpointer> one = chance.oneOf(able);
        if (one.getValue().sign() instanceof Checkpointer.Standing.Refusing(String reason)) {
            world.broken("A: " + one.getKey() + " does not sign: " + reason);
        }
    }

    /** All that anybody outside has seen. */
    List<Checkpoint> told() {
        return told;
    }

    void add(Instance who, BatchStore batches, RecordStore records) {
        signers.put(
                who,
                new Checkpointer(
                        batches,
                        records,
                        store(who),
                        outside(who),
                        SIGNER,
                        (checkpoint, _) -> world.faults()
                                .run(who, Call.TELL_CHECKPOINT, String.valueOf(checkpoint.size()), () -> {
                                    world.story()
                                            .tell(
                                                    who.toString(),
                                                    "tells the checkpoint of " + checkpoint.size() + " leaves");
                                    told.add(world.defect().told(checkpoint));
                                }),
                        who.clock()));
    }

    private CheckpointStore store(Instance who) {
        return new CheckpointStore() {
            @Override
            public boolean insert(long size, SignedNote note) {
                return world.faults()
                        .answer(
                                who,
                                Call.STORE_CHECKPOINT,
                                String.valueOf(size),
                                () -> stored.putIfAbsent(size, note) == null);
            }

            @Override
            public Optional<SignedNote> at(long size) {
                return world.faults()
                        .answer(
                                who,
                                Call.READ_CHECKPOINT,
                                String.valueOf(size),
                                () -> Optional.ofNullable(stored.get(size)));
            }

            @Override
            public Optional<SignedNote> last() {
                return world.faults()
                        .answer(
                                who,
                                Call.READ_CHECKPOINT,
                                "last",
                                () -> Optional.ofNullable(stored.lastEntry()).map(Map.Entry::getValue));
            }
        };
    }

    private OutsideCopy outside(Instance who) {
        return new OutsideCopy() {
            @Override
            public Optional<String> read() {
                return world.faults().answer(who, Call.READ_COPY, "", () -> Optional.ofNullable(outside));
            }

            @Override
            public void write(String note) {
                world.faults().run(who, Call.WRITE_COPY, "", () -> outside = note);
            }
        };
    }
}
