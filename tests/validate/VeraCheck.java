import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * Checks PDF files with veraPDF's library: {@code java -cp … VeraCheck.java ua1,2a FILE…}
 *
 * <p>One process for all files and profiles, because starting Java takes longer than checking a post. For each check
 * a line, PASS, FAIL or ERROR; below a failure each broken rule once: its clause, how often, and the first place.
 * Exits 1 if anything failed, 2 if there was nothing to do.
 */
public final class VeraCheck {
    /** The uses of one rule that failed. */
    private static final class Broken {
        int times;
        String first;
    }

    public static void main(String[] arguments) {
        if (arguments.length < 2) {
            System.err.println("usage: VeraCheck PROFILE[,PROFILE] FILE...");
            System.exit(2);
        }
        LogManager.getLogManager().reset(); // the library logs each oddity it meets; the rules say it better
        VeraGreenfieldFoundryProvider.initialise();

        boolean allPassed = true;
        for (String file : List.of(arguments).subList(1, arguments.length)) {
            for (String profile : arguments[0].split(",")) {
                try {
                    allPassed &= check(profile, file);
                } catch (Exception | LinkageError problem) {
                    // A file that veraPDF cannot even parse must not keep the others from being checked.
                    System.out.println("ERROR " + profile + " " + file + "\n    " + problem);
                    allPassed = false;
                }
            }
        }
        System.exit(allPassed ? 0 : 1);
    }

    private static boolean check(String name, String file) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.fromString(name);
        try (var parser = Foundries.defaultInstance().createParser(Path.of(file).toFile(), flavour);
                var validator = Foundries.defaultInstance().createValidator(profile(name), false)) {
            ValidationResult result = validator.validate(parser);
            System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + name + " " + file);
            for (var rule : brokenRules(result).entrySet()) {
                System.out.printf("    %s, %d times: %s%n", rule.getKey(), rule.getValue().times, rule.getValue().first);
            }
            return result.isCompliant();
        }
    }

    private static Map<String, Broken> brokenRules(ValidationResult result) {
        var rules = new TreeMap<String, Broken>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() != TestAssertion.Status.FAILED) {
                continue;
            }
            String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
            Broken broken = rules.computeIfAbsent(rule, key -> new Broken());
            if (broken.times++ == 0) {
                String message = assertion.getErrorMessage();
                broken.first = (message == null ? assertion.getMessage() : message)
                        + " at " + assertion.getLocation().getContext();
            }
        }
        return rules;
    }

    /** The library finds profiles in a folder beside its own jar only; in a jar of many libraries they are resources. */
    private static ValidationProfile profile(String name) throws Exception {
        String file = name.startsWith("ua") ? "PDFUA-" + name.substring(2) : "PDFA-" + name.toUpperCase();
        try (InputStream xml = Foundries.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + file + ".xml")) {
            if (xml == null) {
                throw new IllegalArgumentException("veraPDF has no profile " + name);
            }
            return Profiles.profileFromXml(xml);
        }
    }
}
