using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ConnectionSdk.ReconnectWeb.Access;

/// <summary>The keys that protect cookies, for as long as the process lives: a demonstration leaves nothing behind on the machine.</summary>
internal sealed class KeysInMemory : IXmlRepository
{
    private readonly Lock _gate = new();
    private readonly List<XElement> _keys = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_gate)
        {
            return [.. _keys];
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_gate)
        {
            _keys.Add(element);
        }
    }
}
