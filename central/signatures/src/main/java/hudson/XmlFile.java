package hudson;

import com.thoughtworks.xstream.XStream;
import java.io.File;

public final class XmlFile {
    public XmlFile(XStream xs, File file) {}
}
