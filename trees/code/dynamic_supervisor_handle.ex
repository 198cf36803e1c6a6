defmodule Uploads do
  # In the tree: {DynamicSupervisor, name: Uploads, max_children: 1_000}
  # Whoever starts it is handed its address, {:ok, pid}, and is the only one
  # who knows it: there is no name to look up.
  def start(path) do
    DynamicSupervisor.start_child(Uploads, {Upload, path})
  end

  # A restart would give it another pid, which nobody is told: where its
  # restart is :temporary, whoever needs it monitors it and starts another.
  def stop(pid), do: DynamicSupervisor.terminate_child(Uploads, pid)
end
