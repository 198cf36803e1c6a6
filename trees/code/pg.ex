defmodule Cache do
  # In the tree: %{id: :pg, start: {:pg, :start_link, [Cache.Nodes]}}
  # Whoever joined is known on all nodes, and leaves when it ends.
  def join, do: :pg.join(Cache.Nodes, :caches, self())

  def forget_everywhere(key) do
    for pid <- :pg.get_members(Cache.Nodes, :caches) do
      send(pid, {:forget, key})
    end

    :ok
  end
end
