package dev.slipway.gate.condition;

import dev.cel.common.CelOptions;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

/** The CEL environment that all conditions share, made when the first one is compiled. */
final class Cel {
    static final MapType FACTS = MapType.create(SimpleType.STRING, SimpleType.DYN);
    private static final int MAX_CHARACTERS = 4_000;
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableUnknownTracking(true)
            .enableHeterogeneousNumericComparisons(true)
            .evaluateCanonicalTypesToNativeValues(true)
            .maxExpressionCodePointSize(MAX_CHARACTERS)
            .maxParseRecursionDepth(64)
            .comprehensionMaxIterations(10_000)
            .build();
    static final CelParser PARSER = CelParserFactory.standardCelParserBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .build();
    static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

    private Cel() {}

    /** A compiler that knows the attributes, and each of these roots as a map of facts. */
    static CelCompiler compiler(Iterable<String> roots) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(SimpleType.BOOL);
        Attributes.NAMES.forEach(name -> builder.addVar(name, SimpleType.STRING));
        roots.forEach(root -> builder.addVar(root, FACTS));
        return builder.build();
    }
}
