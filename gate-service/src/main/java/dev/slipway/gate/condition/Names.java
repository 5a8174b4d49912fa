package dev.slipway.gate.condition;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelSelect;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The facts and attributes that an expression names.
 *
 * @param used whose value is asked for
 * @param presence that are only asked whether they are there, with {@code has(…)}: their absence is an answer
 */
record Names(SortedSet<FactPath> used, SortedSet<FactPath> presence) {
    static Names of(CelExpr expression) {
        Names names = new Names(new TreeSet<>(), new TreeSet<>());
        names.collect(expression, Set.of());
        return names;
    }

    private void collect(CelExpr expr, Set<String> bound) {
        FactPath path = path(expr, bound);
        if (path != null) {
            used.add(path);
            return;
        }
        switch (expr.getKind()) {
            case SELECT -> select(expr.select(), bound);
            case CALL -> {
                CelCall call = expr.call();
                call.target().ifPresent(target -> collect(target, bound));
                call.args().forEach(argument -> collect(argument, bound));
            }
            case LIST -> expr.list().elements().forEach(element -> collect(element, bound));
            case MAP ->
                expr.map().entries().forEach(entry -> {
                    collect(entry.key(), bound);
                    collect(entry.value(), bound);
                });
            case STRUCT -> expr.struct().entries().forEach(entry -> collect(entry.value(), bound));
            case COMPREHENSION -> comprehension(expr.comprehension(), bound);
            case CONSTANT, IDENT, NOT_SET -> {}
        }
    }

    private void select(CelSelect select, Set<String> bound) {
        FactPath operand = path(select.operand(), bound);
        if (select.testOnly() && operand != null) {
            presence.add(operand.then(select.field()));
        } else {
            collect(select.operand(), bound);
        }
    }

    private void comprehension(CelComprehension loop, Set<String> bound) {
        collect(loop.iterRange(), bound);
        Set<String> inside = new HashSet<>(bound);
        inside.addAll(List.of(loop.iterVar(), loop.iterVar2(), loop.accuVar()));
        collect(loop.accuInit(), bound);
        collect(loop.loopCondition(), inside);
        collect(loop.loopStep(), inside);
        collect(loop.result(), inside);
    }

    /** The dotted name that the expression is; null where it is anything else. */
    private static @Nullable FactPath path(CelExpr expr, Set<String> bound) {
        return switch (expr.getKind()) {
            case IDENT ->
                bound.contains(expr.ident().name())
                        ? null
                        : new FactPath(List.of(expr.ident().name()));
            case SELECT -> {
                FactPath operand =
                        expr.select().testOnly() ? null : path(expr.select().operand(), bound);
                yield operand == null ? null : operand.then(expr.select().field());
            }
            case CALL -> index(expr.call(), bound);
            default -> null;
        };
    }

    /** {@code model['churn-f1']}: a name that CEL cannot write with a dot. */
    private static @Nullable FactPath index(CelCall call, Set<String> bound) {
        if (!call.function().equals("_[_]") || call.args().size() != 2) {
            return null;
        }
        CelExpr key = call.args().getLast();
        FactPath map = path(call.args().getFirst(), bound);
        boolean named = key.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && key.constant().getKind() == CelConstant.Kind.STRING_VALUE;
        return map == null || !named ? null : map.then(key.constant().stringValue());
    }
}
